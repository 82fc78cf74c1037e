package io.lookback.benchmark.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTableTest {

    private static final int ROWS = 5_000;
    private static final int HISTORY = 680;
    private static final int SPIKE = 3_000;

    private static final Candidate SEEING = new Candidate("seeing", readings -> graded(readings, SPIKE));
    private static final Candidate BLIND = new Candidate("blind", readings -> graded(readings, SPIKE + 500));

    @TempDir
    private Path folder;

    @Test
    void judgesTheLabeledRowsOfSeriesWithSeveralFeatures() throws IOException {
        write("one.csv");
        write("two.csv");

        Kind kind = LabeledSeries.read(folder, List.of("asd")).get(0);
        KindFigures seeing = KindFigures.of(kind, SEEING);
        KindFigures blind = KindFigures.of(kind, BLIND);

        Trial trial = kind.corpora().get(0).trials().get(0);
        assertThat(trial.readings().features()).hasSize(2);
        assertThat(trial.judged().events().get(0).first()).isEqualTo(SPIKE - HISTORY);
        assertThat(seeing.vusPr()).isGreaterThan(0.9);
        assertThat(seeing.events()).isEqualTo(2);
        assertThat(seeing.sum(SeriesFigures::foundAtTenth)).isEqualTo(2);
        assertThat(blind.sum(SeriesFigures::foundAtTenth)).isZero();
        assertThat(seeing.foundAhead(blind, SeriesFigures::foundAtTenth)).isEqualTo(new Difference(1, 0));
    }

    @Test
    void aSampleTakesEverySoManiethSeries() throws IOException {
        for (String name : List.of("1.csv", "2.csv", "3.csv")) {
            write(name);
        }

        Kind kind = LabeledSeries.read(folder, List.of("asd")).get(0).sampled(2);

        assertThat(kind.corpora().get(0).trials())
                .extracting(trial -> trial.judged().name())
                .containsExactly("1.csv", "3.csv");
    }

    @Test
    void halvesShareNoSeriesAndLeaveNoneOut() throws IOException {
        for (String name : List.of("1.csv", "2.csv", "3.csv")) {
            write(name);
        }

        KindFigures whole =
                KindFigures.of(LabeledSeries.read(folder, List.of("asd")).get(0), SEEING);

        assertThat(whole.half(true).series())
                .containsExactly(whole.series().get(0), whole.series().get(2));
        assertThat(whole.half(false).series()).containsExactly(whole.series().get(1));
    }

    @Test
    void countsWhatADetectorFindsAsItIsSetAndNothingOfOneThatIsNot() throws IOException {
        write("one.csv");
        Kind kind = LabeledSeries.read(folder, List.of("asd")).get(0);
        Candidate set = new Candidate("set", readings -> {
            double[] anomalies = graded(readings, SPIKE).scores();
            anomalies[SPIKE + 500] = 1;
            return new DetectorOutput(anomalies, anomalies, anomalies);
        });

        KindFigures figures = KindFigures.of(kind, set);
        KindFigures unset = KindFigures.of(kind, SEEING);

        assertThat(figures.sum(SeriesFigures::foundAsSet)).isEqualTo(1);
        assertThat(figures.falseAlarms().alarms()).isEqualTo(1);
        assertThat(unset.sum(SeriesFigures::foundAsSet)).isZero();
        assertThat(unset.falseAlarms()).isEqualTo(FalseAlarms.NONE);
    }

    @Test
    void aGeneratedKindNeedsNoFolder() throws IOException {
        Kind kind = LabeledSeries.read(folder, List.of("contextual")).get(0);

        assertThat(kind.size()).isEqualTo(120);
        assertThat(kind.corpora()).singleElement().extracting(Corpus::terms).isEqualTo(Context.TERMS);
    }

    private static DetectorOutput graded(Readings readings, int alarm) {
        double[] scores = new double[readings.rows()];
        for (int row = alarm; row < alarm + 10; row++) {
            scores[row] = 1;
        }
        return new DetectorOutput(scores, scores, new double[0]);
    }

    private void write(String name) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,cpu,load,label\n");
        for (int row = 0; row < ROWS; row++) {
            boolean labeled = row >= SPIKE && row < SPIKE + 10;
            text.append(Instant.ofEpochSecond(300L * row)).append(labeled ? ",9,9,1\n" : ",1,2,0\n");
        }
        Path file = folder.resolve("more/asd").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
