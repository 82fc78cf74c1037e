package io.lookback.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "Lookback " + project(), "Java " + Runtime.version(),
        };
    }

    private static String project() throws IOException {
        try (InputStream version = Version.class.getResourceAsStream("/lookback-version.txt")) {
            return version == null
                    ? "(unknown version)"
                    : new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
