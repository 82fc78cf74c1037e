package io.lookback.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a series remembers in order to forecast its records.
 *
 * @param features how the forecasters of each feature did
 * @param correction of each feature's forecast by what the others did
 */
public record Forecasters(List<ForecastState> features, CrossFeatureCorrection correction) {

    public Forecasters {
        features = List.copyOf(features);
    }

    /** @param cells how many cells give predictions */
    public static Forecasters fresh(int features, int cells) {
        return new Forecasters(extended(List.of(), features, cells), CrossFeatureCorrection.fresh(features));
    }

    private static List<ForecastState> extended(List<ForecastState> features, int size, int cells) {
        List<ForecastState> extended = new ArrayList<>(features);
        while (extended.size() < size) {
            extended.add(ForecastState.fresh(cells));
        }
        return extended;
    }

    /** With fresh states for further features. */
    public Forecasters grow(int size, int cells) {
        return new Forecasters(extended(features, size, cells), correction.grow(size));
    }

    /**
     * For other cells.
     *
     * @param before as in {@link ForecastState#with}
     */
    public Forecasters with(int[] before) {
        return new Forecasters(
                features.stream().map(state -> state.with(before)).toList(), correction);
    }

    /** A deep copy. */
    public Forecasters copy() {
        return new Forecasters(features.stream().map(ForecastState::copy).toList(), correction.copy());
    }

    public void write(DataOutput out) throws IOException {
        for (ForecastState state : features) {
            state.write(out);
        }
        correction.write(out);
    }

    /**
     * @param size as many features as it was written with
     * @param cells likewise
     */
    public static Forecasters read(DataInput in, int size, int cells) throws IOException {
        List<ForecastState> features = new ArrayList<>(size);
        for (int feature = 0; feature < size; feature++) {
            features.add(ForecastState.read(in, cells));
        }
        return new Forecasters(features, CrossFeatureCorrection.read(in, size));
    }
}
