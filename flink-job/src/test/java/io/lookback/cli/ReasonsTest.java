package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void saysWhatFailedAndTheRootOfIt() {
        Throwable root = new IOException("topic gone");
        Throwable sink = new IllegalStateException("cannot write", root);
        Throwable timer = new IllegalStateException("timer", new IllegalStateException("chain", sink));

        assertThat(Reasons.of(new IOException("The job failed", new ExecutionException(timer))))
                .isEqualTo("The job failed -- cannot write -- topic gone");
    }

    @Test
    void namesAnExceptionWithoutWords() {
        assertThat(Reasons.of(new IOException("Broken", new NullPointerException())))
                .isEqualTo("Broken -- NullPointerException");
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertThat(Reasons.of(new AccessDeniedException("/proc/r.html"))).isEqualTo("/proc/r.html: access denied");
        assertThat(Reasons.of(new NoSuchFileException("/proc/r.html")))
                .isEqualTo("/proc/r.html: no such file or folder");
    }
}
