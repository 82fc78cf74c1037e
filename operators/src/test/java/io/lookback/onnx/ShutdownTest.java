package io.lookback.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {

    @Test
    @Timeout(120)
    void aProcessThatExitsUnderRunningCallsDoesNotCrash(@TempDir Path directory) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), BusyAtExit.class.getName())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));

        Process process = builder.start();

        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("exit code").isEqualTo(BusyAtExit.CODE);
        assertThat(directory).isDirectoryNotContaining("glob:**hs_err*");
    }
}
