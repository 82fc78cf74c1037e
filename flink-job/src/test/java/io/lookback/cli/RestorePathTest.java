package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RestorePathTest {

    @TempDir
    private Path folder;

    @Test
    void aCheckpointThatWasNotCompletedIsRefusedWithTheWayOut() throws IOException {
        Path checkpoint = Files.createDirectories(folder.resolve("chk-7"));

        for (String path :
                new String[] {checkpoint.toString(), checkpoint.toUri().toString()}) {
            assertThatThrownBy(restore(path)::requireComplete)
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("--restore is '" + path + "'")
                    .hasMessageContaining("Give an older folder chk-N");
        }

        Files.createFile(checkpoint.resolve("_metadata"));
        assertThatCode(restore(checkpoint.toString())::requireComplete).doesNotThrowAnyException();
    }

    @Test
    void whatIsNoFolderOfThisMachineIsLeftToFlink() {
        for (String path : new String[] {"s3://bucket/chk-7", "file:relative", "absent", "\0", "file:///a b"}) {
            assertThatCode(restore(path)::requireComplete).as(path).doesNotThrowAnyException();
        }
    }

    private static Restore restore(String path) {
        return CommandLine.populateCommand(new Restore(), "--restore", path);
    }
}
