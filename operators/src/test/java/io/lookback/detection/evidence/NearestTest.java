package io.lookback.detection.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private final Layout layout = new Layout();
    private final int slots = layout.shorts(Tuning.COORDINATES * Tuning.SLOTS);
    private final Nearest nearest = new Nearest(layout, slots);
    private final Moment moment = new Moment();
    private final Block block = Block.ofSize(layout.size());
    private final Random random = new Random(7);

    @ParameterizedTest(name = "{1} of {0} steps")
    @CsvSource({"2, 256", "20, 256", "4000, 256", "4000, 100", "4000, 3", "4000, 1", "32767, 256", "1000000, 256"})
    void findsWhatComparingWithAllPatchesFinds(double scale, int size) {
        for (int slot = 0; slot < Tuning.SLOTS; slot++) {
            for (int j = 0; j < Tuning.COORDINATES; j++) {
                block.putShort(place(slot, j), (int)
                        Math.max(-32_767, Math.min(32_767, random.nextGaussian() * scale)));
            }
        }
        moment.of(block, 0, 0, 0, 0, false);
        moment.coordinates = Tuning.COORDINATES;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < Tuning.COORDINATES; j++) {
                moment.patch[j] = (float) (random.nextGaussian() * scale);
            }
            nearest.search(moment, size);
            nearest.learn(moment);

            float[] all = new float[size];
            for (int slot = 0; slot < size; slot++) {
                all[slot] = square(slot);
            }
            assertThat(moment.neighbors).isEqualTo(Math.min(size, Tuning.NEAREST));
            for (int n = 0; n < moment.neighbors; n++) {
                assertThat(moment.squares[n]).isEqualTo(all[moment.nearest[n]]);
            }
            Arrays.sort(all);
            assertThat(Arrays.copyOf(moment.squares, moment.neighbors)).isEqualTo(Arrays.copyOf(all, moment.neighbors));
        }
    }

    private int place(int slot, int coordinate) {
        return slots + Short.BYTES * (Tuning.COORDINATES * slot + coordinate);
    }

    private float square(int slot) {
        float[] e = new float[Tuning.COORDINATES];
        for (int j = 0; j < e.length; j++) {
            e[j] = moment.patch[j] - block.shortAt(place(slot, j));
        }
        return e[0] * e[0]
                + e[1] * e[1]
                + (e[2] * e[2] + e[3] * e[3])
                + (e[4] * e[4] + e[5] * e[5])
                + (e[6] * e[6] + e[7] * e[7]);
    }
}
