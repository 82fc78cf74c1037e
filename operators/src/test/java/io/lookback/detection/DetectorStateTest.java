package io.lookback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectorStateTest {

    private static final long MINUTES_5 = 300_000;

    @ParameterizedTest(name = "{0} features, seed {1}")
    @CsvSource({"1,1", "1,2", "1,3", "2,4", "5,5", "38,6"})
    void judgesTheSameWhenRestoredAfterEveryRecord(int features, int seed) throws IOException {
        double[][] script = script(features, features > 5 ? 300 : 1_500, seed);
        Replay uninterrupted = new Replay(DetectionSpec.DEFAULT, features);
        Replay restored = new Replay(DetectionSpec.DEFAULT, features);

        for (int i = 0; i < script.length; i++) {
            Verdict expected = uninterrupted.next(i * MINUTES_5, script[i]);
            Verdict found = restored.next(i * MINUTES_5, script[i]);
            assertThat(found).isEqualTo(expected);
            restored.replaceDetector(read(bytes(restored.detector()), DetectionSpec.DEFAULT));
        }

        assertThat(bytes(restored.detector())).isEqualTo(bytes(uninterrupted.detector()));
    }

    @ParameterizedTest
    @CsvSource({"1,7", "3,8"})
    void whatFollowsChangesNothingBefore(int features, int seed) {
        double[][] script = script(features, 1_200, seed);
        double[][] other = script.clone();
        double[][] future = script(features, 1_200, seed + 100);
        System.arraycopy(future, 600, other, 600, 600);

        List<Verdict> one = judge(script);
        List<Verdict> two = judge(other);

        assertThat(two.subList(0, 600)).isEqualTo(one.subList(0, 600));
        assertThat(two.subList(600, 1_200)).isNotEqualTo(one.subList(600, 1_200));
    }

    @Test
    void aSeriesTakesSixKilobytesAndFiveForEachFurtherFeature() throws IOException {
        long one = DetectionSpec.DEFAULT.freshDetector(1).bytes();
        long ten = DetectionSpec.DEFAULT.freshDetector(10).bytes();

        System.out.printf("%d bytes for one feature, %d for each further one%n", one, (ten - one) / 9);
        assertThat(one).isLessThanOrEqualTo(6 * 1024);
        assertThat(ten - one).isLessThanOrEqualTo(9 * 5 * 1024);
        assertThat(bytes(DetectionSpec.DEFAULT.freshDetector(10))).hasSize((int) ten);
    }

    @Test
    void neverGrowsByItself() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        long fresh = replay.detector().bytes();
        double[][] script = script(1, 30_000, 9);

        for (int i = 0; i < script.length; i++) {
            replay.next(i * MINUTES_5, script[i]);
        }

        assertThat(replay.detector().bytes()).isEqualTo(fresh);
    }

    @Test
    void aCopyGoesItsOwnWay() throws IOException {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 2);
        double[][] script = script(2, 600, 4);
        for (int i = 0; i < 500; i++) {
            replay.next(i * MINUTES_5, script[i]);
        }
        Detector copy = replay.detector().copy();
        byte[] then = bytes(copy);

        for (int i = 500; i < 600; i++) {
            replay.next(i * MINUTES_5, script[i]);
        }

        assertThat(bytes(copy)).isEqualTo(then).isNotEqualTo(bytes(replay.detector()));
    }

    /** The same features as before are judged as before, whatever comes beside them. */
    @Test
    void aSeriesThatGainsAFeatureKeepsWhatItKnows() throws IOException {
        Replay one = new Replay(DetectionSpec.DEFAULT, 1);
        double[][] script = script(1, 800, 5);
        for (int i = 0; i < 700; i++) {
            one.next(i * MINUTES_5, script[i]);
        }
        Replay two = new Replay(DetectionSpec.DEFAULT, 2);
        two.replaceDetector(one.detector().grow(2));

        for (int i = 700; i < 800; i++) {
            Verdict alone = one.next(i * MINUTES_5, script[i]);
            Verdict grown = two.next(i * MINUTES_5, script[i][0], Double.NaN);
            assertThat(grown.score()).isEqualTo(alone.score());
            assertThat(grown.severity()).isEqualTo(alone.severity());
        }

        assertThat(bytes(two.detector())).hasSize((int) two.detector().bytes());
    }

    @Test
    void refusesStateOfALaterRelease() throws IOException {
        byte[] state = bytes(DetectionSpec.DEFAULT.freshDetector(1));
        state[0] = 99;

        assertThatThrownBy(() -> read(state, DetectionSpec.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("detector has version 99");
    }

    @Test
    void refusesStateOfImpossiblyManyFeatures() throws IOException {
        byte[] state = bytes(DetectionSpec.DEFAULT.freshDetector(1));
        state[1] = 99;

        assertThatThrownBy(() -> read(state, DetectionSpec.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 to 1024 are possible");
    }

    private static List<Verdict> judge(double[][] script) {
        Replay replay = new Replay(DetectionSpec.DEFAULT, script[0].length);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < script.length; i++) {
            verdicts.add(replay.next(i * MINUTES_5, script[i]));
        }
        return verdicts;
    }

    /** A daily wave with noise, level shifts, spikes, quantized stretches and missing values. */
    private static double[][] script(int features, int records, int seed) {
        Random random = new Random(seed);
        double[][] script = new double[records][features];
        double level = 0;
        for (int i = 0; i < records; i++) {
            level = random.nextInt(400) == 0 ? 20 * random.nextGaussian() : level;
            for (int f = 0; f < features; f++) {
                double x = level + 3 * Math.sin(2 * Math.PI * i / 288 + f) + random.nextGaussian();
                x += random.nextInt(300) == 0 ? 50 * random.nextGaussian() : 0;
                script[i][f] = random.nextInt(50) == 0 ? Double.NaN : (i / 500) % 2 == 1 ? Math.rint(x) : x;
            }
        }
        return script;
    }

    private static byte[] bytes(Detector detector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        detector.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Detector read(byte[] state, DetectionSpec spec) throws IOException {
        return Detector.read(new DataInputStream(new ByteArrayInputStream(state)), spec);
    }
}
