package io.lookback.detection.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it takes to add a kind of evidence: its class, its constants, a line in the list of parts, its say in the fusion. */
class NewEvidenceTest {

    private static final int MOST_FILES = 4;
    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("../flink-job/src/main/java"));

    @Test
    void aNewKindNeedsNothingButALayoutAndTheMoment() {
        Layout layout = new Layout();
        layout.longs(3);
        Evidence toy = new HighestSoFar(layout);
        Block block = Block.ofSize(layout.size());

        assertThat(readAndLearn(toy, block, 2)).isEqualTo(2);
        assertThat(readAndLearn(toy, block, 5)).isEqualTo(3);
        assertThat(readAndLearn(toy, block, 4)).isZero();
        assertThat(readAndLearn(toy, block.copy(), 6)).isEqualTo(1);
    }

    /** Kinds of evidence that are not kinds of alerts, too. */
    @ParameterizedTest
    @ValueSource(strings = {"Novelty", "Surprise", "Absence"})
    void aKindIsNamedInFourFilesAtMost(String kind) {
        Pattern name = Pattern.compile("\\b(" + kind + "|[A-Z_]*" + kind.toUpperCase(Locale.ROOT) + "[A-Z_]*)\\b");

        List<Path> files = SOURCES.stream()
                .flatMap(NewEvidenceTest::files)
                .filter(file -> name.matcher(text(file)).find())
                .toList();

        assertThat(files).hasSizeBetween(2, MOST_FILES);
    }

    private static double readAndLearn(Evidence evidence, Block block, double x) {
        Moment moment = new Moment().of(block, 0, 0, x, Double.NaN, false);
        double found = evidence.read(moment);
        evidence.learn(moment);
        return found;
    }

    private static Stream<Path> files(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By how much a value is higher than all before. */
    private static final class HighestSoFar implements Evidence {

        private final int highest;

        HighestSoFar(Layout layout) {
            highest = layout.doubles(1);
        }

        @Override
        public String name() {
            return "highest-so-far";
        }

        @Override
        public double read(Moment moment) {
            return Math.max(0, moment.x - moment.block.doubleAt(moment.at + highest));
        }

        @Override
        public void learn(Moment moment) {
            double before = moment.block.doubleAt(moment.at + highest);
            moment.block.putDouble(moment.at + highest, Math.max(before, moment.x));
        }
    }
}
