package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lookback.alert.AlarmHeight;
import io.lookback.alert.AlarmRate;
import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.event.Features;
import io.lookback.order.OrderSpec;
import io.lookback.series.Series;
import io.lookback.series.SeriesSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @EnumSource(Profile.class)
    void neverOutgrowsItsProfile(Profile profile) throws IOException {
        DetectionSpec spec = new DetectionSpec(10, 100, profile, 0, Side.BOTH, 0, 0, Set.of());
        Replay replay = new Replay(spec, 1);
        double[][] script = script(1, 100_000, 9);
        long largest = 0;

        for (int i = 0; i < script.length; i++) {
            replay.next(i * MINUTES_5, script[i]);
            largest = Math.max(largest, replay.detector().bytes());
        }

        System.out.printf("%s: %d bytes at most%n", profile, largest);
        assertThat(largest + otherBytes()).isLessThan(profile == Profile.STANDARD ? 24 * 1024 : 4_608);
        assertThat(bytes(replay.detector())).hasSize((int) replay.detector().bytes());
    }

    /** What a series of one feature and an LSTM cell takes beside its detector. */
    private static long otherBytes() throws IOException {
        SeriesSpec spec = new SeriesSpec(
                OrderSpec.DEFAULT, List.of(Cell.load(CellSpec.shipped("lstm"))), DetectionSpec.DEFAULT, ZoneOffset.UTC);
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        Series.fresh(Features.of("value"), spec.layout()).write(new DataOutputStream(series));
        return series.size() - DetectionSpec.DEFAULT.freshDetector(1).bytes();
    }

    @Test
    void aNewSeriesIsSmall() throws IOException {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        for (int i = 0; i < 10; i++) {
            replay.next(i * MINUTES_5, i % 3);
        }

        assertThat(replay.detector().bytes()).isLessThan(1_400);
        assertThat(bytes(replay.detector())).hasSize((int) replay.detector().bytes());
    }

    @Test
    void manyFeaturesShareWhatASeriesMayRemember() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 64);
        double[][] script = script(64, 3_000, 10);
        for (int i = 0; i < script.length; i++) {
            replay.next(i * MINUTES_5, script[i]);
        }

        assertThat(replay.detector().bytes()).isLessThan(350 * 1024);
    }

    @Test
    void aSeriesThatAlarmedMoreThanOthersHasToRiseHigher() throws IOException {
        Replay usual = lived();
        Replay wild = lived();
        AlarmRate quiet = AlertScale.freshRate();
        AlarmRate often = AlertScale.freshRate();
        for (int record = 0; record < 10_000; record++) {
            quiet.observe(record % 1_000 == 0, record % 1_000 == 0);
            often.observe(record % 50 == 0, record % 1_000 == 0);
        }
        AlarmHeight heights = AlertScale.freshHeight();
        usual.replaceDetector(withHeights(withAlarms(usual.detector(), quiet), heights));
        wild.replaceDetector(withHeights(withAlarms(wild.detector(), often), heights));

        double score = usual.next(2_000 * MINUTES_5, 1e3).score();
        double lower = wild.next(2_000 * MINUTES_5, 1e3).score();

        assertThat(score).isBetween(0.5, 0.999999);
        assertThat(logit(score) - logit(lower))
                .isCloseTo((often.excess() - quiet.excess()) / 0.6, within(1e-6))
                .isGreaterThan(1);
    }

    @Test
    void aSeriesWhoseAlarmsReachFartherHasToRiseHigher() throws IOException {
        Replay usual = lived();
        Replay wild = lived();
        AlarmHeight far = AlertScale.freshHeight();
        for (int alarm = 0; alarm <= 20; alarm++) {
            far.observe(3, true);
        }
        usual.replaceDetector(withHeights(usual.detector(), AlertScale.freshHeight()));
        wild.replaceDetector(withHeights(wild.detector(), far));

        double level = logit(usual.next(2_000 * MINUTES_5, 1e3).score());
        double lower = logit(wild.next(2_000 * MINUTES_5, 1e3).score());

        assertThat(level).isGreaterThan(0.5);
        assertThat(lower).isCloseTo(far.comparable(level), within(1e-6)).isBetween(0.2 * level, 0.5 * level);
    }

    /** Kept beside it from the scores alone: how far each alarm rose above where alarms begin, once it was over. */
    @Test
    void aSeriesOwnAlarmsTellHowFarTheyReach() throws IOException {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        AlarmHeight beside = AlertScale.freshHeight();
        Random random = new Random(4);
        int last = -1_000;
        for (int i = 0; i < 6_000; i++) {
            double trouble = i % 300 > 295 ? Math.exp(3 * random.nextDouble()) * (i % 300 - 295) : 0;
            double score =
                    replay.next(i * MINUTES_5, random.nextGaussian() + trouble).score();
            if (score > 0) {
                beside.observe(logit(score) / beside.comparable(1), i - last > 96);
                last = i;
            }
        }

        assertThat(beside.comparable(1)).isLessThan(0.9);
        assertThat(heights(replay.detector()).comparable(1)).isCloseTo(beside.comparable(1), within(1e-6));
    }

    private static AlarmHeight heights(Detector detector) throws IOException {
        AlarmHeight heights = AlertScale.freshHeight();
        byte[] state = bytes(detector);
        int from = state.length - Double.BYTES - (int) heights.bytes();
        return heights.readInto(new DataInputStream(new ByteArrayInputStream(state, from, (int) heights.bytes())));
    }

    private static Replay lived() {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        double[][] script = script(1, 1_000, 12);
        for (int i = 0; i < script.length; i++) {
            replay.next(i * MINUTES_5, script[i]);
        }
        return replay;
    }

    private static double logit(double score) {
        return Math.log(score / (1 - score));
    }

    /** The detector with another count of alarms, which its state ends with but for their heights and one number. */
    private static Detector withAlarms(Detector detector, AlarmRate rate) throws IOException {
        ByteArrayOutputStream alarms = new ByteArrayOutputStream();
        rate.write(new DataOutputStream(alarms));
        return withState(
                detector, alarms.toByteArray(), (int) AlertScale.freshHeight().bytes() + Double.BYTES);
    }

    private static Detector withHeights(Detector detector, AlarmHeight heights) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        heights.write(new DataOutputStream(bytes));
        return withState(detector, bytes.toByteArray(), Double.BYTES);
    }

    /** @param behind bytes of the state after those that are replaced */
    private static Detector withState(Detector detector, byte[] replacement, int behind) throws IOException {
        byte[] state = bytes(detector);
        System.arraycopy(replacement, 0, state, state.length - behind - replacement.length, replacement.length);
        return read(state, DetectionSpec.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 99})
    void refusesStateInAnotherFormat(byte version) throws IOException {
        byte[] state = bytes(DetectionSpec.DEFAULT.freshDetector(1));
        state[0] = version;

        assertThatThrownBy(() -> read(state, DetectionSpec.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("detector has version %d, this release reads".formatted(version));
    }

    @Test
    void refusesStateThatIsLargerThanTheProfileAllows() throws IOException {
        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        double[][] script = script(1, 2_000, 11);
        for (int i = 0; i < script.length; i++) {
            replay.next(i * MINUTES_5, script[i]);
        }
        byte[] state = bytes(replay.detector());

        assertThatThrownBy(() -> read(state, new DetectionSpec(10, 100, Profile.COMPACT, 0, Side.BOTH, 0, 0, Set.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("same detection profile");
    }

    private static List<Verdict> judge(double[][] script) {
        Replay replay = new Replay(DetectionSpec.DEFAULT, script[0].length);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < script.length; i++) {
            verdicts.add(replay.next(i * MINUTES_5, script[i]));
        }
        return verdicts;
    }

    /** A daily wave with noise, level shifts, spikes, quantised stretches and missing values. */
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
