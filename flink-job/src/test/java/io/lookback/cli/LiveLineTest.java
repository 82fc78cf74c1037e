package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveLineTest {

    private final StringWriter shown = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void keepsTheStatusBelowTheLinesOfATerminal() {
        LiveLine console = new LiveLine(new PrintWriter(shown), true, clock::get);

        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        console.update("5 sent");
        console.print("alert");
        console.clear();

        assertThat(shown.toString()).isEqualTo("\r\u001b[K5 sent\r\u001b[Kalert\n5 sent\r\u001b[K");
    }

    @Test
    void writesAStatusNowAndThenWhereThereIsNoTerminal() {
        LiveLine console = new LiveLine(new PrintWriter(shown), false, clock::get);

        for (int second = 0; second < 25; second++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            console.update("second " + second);
        }

        assertThat(shown.toString().lines()).containsExactly("second 9", "second 19");
    }
}
