package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command line, with a Java that only tells what it was asked to run. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

    @TempDir
    Path home;

    @Test
    @FaultCase(
            kind = "Settings that cannot work",
            input = "job jars of three versions in one folder",
            outcome = "the launcher runs its own version")
    void runsTheJarOfItsVersionWhateverLiesBesideIt() throws Exception {
        Path target = layOut();
        for (String version : new String[] {"0.1.0-SNAPSHOT", "0.2.0", "0.3.0"}) {
            Files.createFile(target.resolve("lookback-job-" + version + ".jar"));
        }
        Files.setLastModifiedTime(
                Files.createFile(target.resolve(".built")),
                FileTime.from(Instant.now().plusSeconds(60)));

        String told = run("--version");

        assertThat(told).contains(target.resolve("lookback-job-0.2.0.jar") + ":");
        assertThat(told).doesNotContain("0.1.0", "0.3.0").contains("io.lookback.cli.Main --version");
    }

    @Test
    @FaultCase(
            kind = "Settings that cannot work",
            input = "two commands started at once, both before the first build",
            outcome = "one builds, the other waits for it; both run")
    void twoCommandsBuildOnce() throws Exception {
        Path target = layOut();
        script(home.resolve("mvnw"), """
                echo build >> builds
                sleep 1
                touch flink-job/target/lookback-job-0.2.0.jar
                """);

        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> run("--version"));
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> run("--version"));

        assertThat(List.of(first.get(), second.get()))
                .allMatch(told -> told.contains(target.resolve("lookback-job-0.2.0.jar") + ":"))
                .anyMatch(told -> told.contains("Another command is building"));
        assertThat(Files.readAllLines(home.resolve("builds"))).hasSize(1);
    }

    /** @return where the job's jar lies */
    private Path layOut() throws IOException {
        Files.copy(Path.of("../../lookback"), home.resolve("lookback"));
        Files.writeString(home.resolve("pom.xml"), """
                <project>
                  <parent><version>9.9</version></parent>
                  <version>0.2.0</version>
                </project>
                """);
        Files.createDirectories(home.resolve("schemas"));
        Files.createDirectories(home.resolve("operators"));
        Path bin = Files.createDirectories(home.resolve("jdk/bin"));
        script(bin.resolve("javac"), "");
        script(bin.resolve("java"), """
                [ "$1" = -version ] && echo 'openjdk version "17.0.1"' >&2 && exit
                echo "$@"
                """);
        return Files.createDirectories(home.resolve("flink-job/target"));
    }

    private static void script(Path file, String lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + lines);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String run(String argument) {
        ProcessBuilder builder =
                new ProcessBuilder("bash", home.resolve("lookback").toString(), argument).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        try {
            return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
