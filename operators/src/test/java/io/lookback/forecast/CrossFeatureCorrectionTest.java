package io.lookback.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.cell.Prediction;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Units;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CrossFeatureCorrectionTest {

    private static final Units UNITS = new Units(0, 1);

    private final Random random = new Random(5);

    @Test
    void aFeatureThatGoesAheadForetellsTheOther() {
        Life life = new Life(2);

        life.live(2_000, this::follower);

        assertThat(life.error(1)).isLessThan(0.3);
        assertThat(life.error(0)).isBetween(0.98, 1.02);
    }

    /** The second value of a record is what the first one was in the record before. */
    private double[] follower(double[] before) {
        return new double[] {random.nextGaussian() / 2, before[0]};
    }

    @Test
    void featuresThatHaveNothingToDoWithEachOtherAreLeftAlone() {
        Life life = new Life(20);

        life.live(3_000, before -> random.doubles(20).map(step -> step - 0.5).toArray());

        for (int feature = 0; feature < 20; feature++) {
            assertThat(life.error(feature)).isBetween(0.9, 1.03);
        }
    }

    /** Sixty inputs fit a few hundred records of noise well and foretell none: the weight against none keeps the map out. */
    @Test
    void aMapThatHasSeenTooLittleDoesNoHarm() {
        Life life = new Life(20);

        life.live(300, before -> random.doubles(20).map(step -> step - 0.5).toArray());

        double sum = 0;
        for (int feature = 0; feature < 20; feature++) {
            sum += life.error(feature);
        }
        assertThat(sum / 20).isLessThan(1.01);
    }

    @Test
    void afterALongStandstillItLearnsAsBefore() {
        Life life = new Life(2);
        life.live(20_000, before -> new double[2]);
        life.forgetErrors();

        life.live(2_000, this::follower);

        assertThat(life.error(1)).isLessThan(0.3);
    }

    @Test
    void aMissingFeatureHasNoForecastAndTheOthersGoOn() {
        Life life = new Life(3);

        life.live(2_000, before -> new double[] {
            random.nextGaussian() / 2, before[0], random.nextInt(3) > 0 ? Double.NaN : random.nextGaussian()
        });

        assertThat(life.error(1)).isLessThan(0.3);
    }

    @Test
    void oneFeatureAloneHasNeitherCorrectionNorState() {
        CrossFeatureCorrection correction = CrossFeatureCorrection.fresh(1);
        List<Forecast> forecasts = List.of(Forecast.of(new Prediction(1, 1), UNITS));

        CrossFeatureCorrection.Corrected corrected = correction.correct(forecasts, new float[1][CellInput.SIZE]);
        correction.learn(corrected, feature -> 3);

        assertThat(corrected.forecasts()).isSameAs(forecasts);
        assertThat(correction.bytes()).isZero();
    }

    @Test
    void theWholeForecastMoves() {
        Forecast forecast = Forecast.of(new Prediction(1, 0.5), UNITS);

        Forecast shifted = forecast.shifted(0.5);

        double x = UNITS.denormalize(1.2);
        double moved = UNITS.denormalize(1.7);
        assertThat(shifted.expected()).isEqualTo(UNITS.denormalize(1.5));
        assertThat(UNITS.normalize(shifted.upper()) - UNITS.normalize(forecast.upper()))
                .isCloseTo(0.5, within(1e-9));
        assertThat(shifted.above(moved)).isCloseTo(forecast.above(x), within(1e-9));
        assertThat(shifted.tail(moved)).isCloseTo(forecast.tail(x), within(1e-9));
        assertThat(shifted.logDensity(moved)).isCloseTo(forecast.logDensity(x), within(1e-9));
    }

    @Test
    void goesOnFromItsBytesAndFromACopyAsIfNothingHappened() throws IOException {
        Life life = new Life(5);
        Supplier<double[]> next = () -> random.doubles(5).toArray();
        life.live(300, before -> next.get());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        life.correction.write(new DataOutputStream(bytes));
        CrossFeatureCorrection read =
                CrossFeatureCorrection.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 5);
        CrossFeatureCorrection copy = life.correction.copy();

        double[] record = next.get();
        List.of(life.correction, read, copy).forEach(correction -> life.step(correction, record));

        assertThat(bytes.size()).isEqualTo((int) life.correction.bytes());
        assertThat(written(read)).isEqualTo(written(life.correction));
        assertThat(written(copy)).isEqualTo(written(life.correction));
    }

    @Test
    void keepsWhatItKnowsWhenTheRecordGrows() {
        Life narrow = new Life(2);
        narrow.live(2_000, this::follower);
        Life wide = new Life(40);
        wide.correction = narrow.correction.grow(40);

        wide.live(200, before -> {
            double[] record = new double[40];
            System.arraycopy(follower(before), 0, record, 0, 2);
            return record;
        });

        assertThat(wide.error(1)).isLessThan(0.3);
    }

    @Test
    void takesLessThanAKilobyteForEachFeature() {
        for (int features = 2; features <= 300; features++) {
            assertThat(CrossFeatureCorrection.fresh(features).bytes()).isLessThan(1_024L * features);
        }
    }

    private static byte[] written(CrossFeatureCorrection correction) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        correction.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Records whose features are each expected to be 0, more or less, by themselves. */
    private static final class Life {

        private final int features;
        private final double[] errors;
        private final double[] alone;
        private CrossFeatureCorrection correction;
        private double[] before;

        private Life(int features) {
            this.features = features;
            this.correction = CrossFeatureCorrection.fresh(features);
            this.errors = new double[features];
            this.alone = new double[features];
            this.before = new double[features];
        }

        private interface Next {
            double[] after(double[] before);
        }

        private void live(int records, Next next) {
            for (int i = 0; i < records; i++) {
                record(next.after(before));
            }
        }

        private void record(double[] record) {
            CrossFeatureCorrection.Corrected corrected = step(correction, record);
            for (int k = 0; k < features; k++) {
                Forecast forecast = corrected.forecasts().get(k);
                if (forecast.exists()) {
                    errors[k] += Math.abs(record[k] - forecast.expected());
                    alone[k] += Math.abs(record[k]);
                }
            }
            before = record;
        }

        private CrossFeatureCorrection.Corrected step(CrossFeatureCorrection correction, double[] record) {
            List<Forecast> forecasts = new ArrayList<>();
            float[][] inputs = new float[features][CellInput.SIZE];
            for (int k = 0; k < features; k++) {
                boolean missing = Double.isNaN(record[k]);
                forecasts.add(missing ? Forecast.NONE : Forecast.of(new Prediction(0, 0.5), UNITS));
                inputs[k][CellInput.Y] = (float) before[k];
            }
            CrossFeatureCorrection.Corrected corrected = correction.correct(forecasts, inputs);
            correction.learn(corrected, k -> record[k]);
            return corrected;
        }

        private double error(int feature) {
            return errors[feature] / alone[feature];
        }

        private void forgetErrors() {
            Arrays.fill(errors, 0);
            Arrays.fill(alone, 0);
        }
    }
}
