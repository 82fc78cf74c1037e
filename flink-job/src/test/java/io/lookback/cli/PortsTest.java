package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void namesThePortThatIsTakenAndTheOption() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFree(port, "Flink's web UI", "--ui-port"))
                    .isInstanceOf(CliException.class)
                    .hasMessageStartingWith("Port %d for Flink's web UI is taken".formatted(port))
                    .hasMessageEndingWith("Give another one with --ui-port.");
        }
    }

    @Test
    void acceptsAFreePort() throws IOException {
        int port = Ports.free(1).get(0);

        assertThatCode(() -> Ports.requireFree(port, "Flink's web UI", "--ui-port"))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatThrownBy(() -> Ports.requireFree(70_000, "Flink's web UI", "--ui-port"))
                .hasMessage("--ui-port 70000 is not a port: give 0 to 65535, 0 for any.");
    }

    @Test
    void aFreePortIsNoneThatAnOutgoingConnectionGets() throws IOException {
        assertThat(Ports.free(20)).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
        assertThat(Ports.free(InetAddress.getLoopbackAddress(), "a page")).isBetween(20_000, 32_767);
    }
}
