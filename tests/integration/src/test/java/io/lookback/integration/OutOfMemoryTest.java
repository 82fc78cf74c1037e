package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.testkit.FaultCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A process that the launcher starts in a heap that is too small. */
class OutOfMemoryTest {

    private static final Pattern MESSAGE = Pattern.compile("full=\"[^\"]+\"");
    private static final Pattern OPTIONS = Pattern.compile("-XX:\\+ExitOnOutOfMemoryError [^\\\\]+");

    @Test
    @FaultCase(
            kind = "Flood",
            input = "process runs out of memory",
            outcome = "exit code 3 and a message that says what to do")
    void theProcessEndsAndSaysWhatToDo() throws Exception {
        String launcher = Files.readString(Path.of("../../lookback"));

        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        "%s; exec %s %s -Xmx24m %s estimate --series 1000"
                                .formatted(
                                        found(MESSAGE, launcher),
                                        Path.of(System.getProperty("java.home"), "bin", "java"),
                                        found(OPTIONS, launcher),
                                        Main.class.getName())))
                .redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isEqualTo(3);
        assertThat(printed).contains("lookback: Out of memory.", "-Xmx16g", "state.max-series");
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in the launcher", pattern).isTrue();
        return matcher.group();
    }
}
