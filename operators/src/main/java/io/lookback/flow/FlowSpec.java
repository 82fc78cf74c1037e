package io.lookback.flow;

import io.lookback.cell.Cell;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellSpec;
import io.lookback.cell.TrialRun;
import io.lookback.custom.CustomModel;
import io.lookback.custom.CustomSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.onnx.Device;
import io.lookback.order.OrderSpec;
import io.lookback.series.Counters;
import io.lookback.series.HorizonSpec;
import io.lookback.series.SeriesSpec;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Settings of the scoring operator. Made by a {@link #builder}, whose defaults are those of a job without settings.
 *
 * @param zone of the calendar: hours and weekdays are this zone's
 * @param retention which series are kept
 * @param device what the cells run on
 * @param counters features whose rates are scored
 * @param models the user's own, which read whole records
 * @param silence how long a series or the input may be silent before that raises an alert
 * @param horizon which multi-step forecasts are made
 * @param weights whether each score names the weights of its forecasters
 */
public record FlowSpec(
        OrderSpec order,
        WaveSpec wave,
        List<CellSpec> cells,
        HistorySpec history,
        DetectionSpec detection,
        ZoneId zone,
        RetentionSpec retention,
        Device device,
        Counters counters,
        List<CustomSpec> models,
        SilenceSpec silence,
        HorizonSpec horizon,
        boolean weights)
        implements Serializable {

    public FlowSpec {
        cells = List.copyOf(cells);
        models = List.copyOf(models);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these settings. */
    public Builder toBuilder() {
        return new Builder()
                .order(order)
                .wave(wave)
                .cells(cells)
                .history(history)
                .detection(detection)
                .zone(zone)
                .retention(retention)
                .device(device)
                .counters(counters)
                .models(models)
                .silence(silence)
                .horizon(horizon)
                .weights(weights);
    }

    /** The same for a source that is one partition for now. */
    public FlowSpec inOnePartition() {
        return toBuilder().order(order.inOnePartition()).build();
    }

    /** The same on the processor of any machine, which may not have the device. */
    FlowSpec onProcessor() {
        return toBuilder().device(Device.CPU).build();
    }

    CellOptions options() {
        return new CellOptions(wave.size(), history.attended(), history.cacheBytes(), device);
    }

    /** Loads and checks the models. */
    SeriesSpec series() {
        List<Cell> loaded = cells.stream()
                .map(FlowSpec::load)
                .map(cell -> cell.withHistory(history.bound()))
                .toList();
        List<CustomModel> custom = models.stream().map(CustomModel::load).toList();
        return new SeriesSpec(order, loaded, custom, detection, zone, retention.maxFeatures(), counters, weights);
    }

    /** A model of the user's own is tried, those that ship are known. */
    private static Cell load(CellSpec spec) {
        Cell cell = Cell.load(spec);
        if (spec.model().isPresent()) {
            TrialRun.of(cell, Device.CPU);
        }
        return cell;
    }

    /** Begins with the look-back cell on the processor, everything else at its default. */
    public static final class Builder {

        private OrderSpec order = OrderSpec.DEFAULT;
        private WaveSpec wave = WaveSpec.DEFAULT;
        private List<CellSpec> cells = List.of(CellSpec.shipped("lookback"));
        private HistorySpec history = HistorySpec.DEFAULT;
        private DetectionSpec detection = DetectionSpec.DEFAULT;
        private ZoneId zone = ZoneOffset.UTC;
        private RetentionSpec retention = RetentionSpec.DEFAULT;
        private Device device = Device.CPU;
        private Counters counters = Counters.NONE;
        private List<CustomSpec> models = List.of();
        private SilenceSpec silence = SilenceSpec.OFF;
        private HorizonSpec horizon = HorizonSpec.NONE;
        private boolean weights;

        private Builder() {}

        public Builder order(OrderSpec value) {
            order = value;
            return this;
        }

        public Builder wave(WaveSpec value) {
            wave = value;
            return this;
        }

        public Builder cells(List<CellSpec> value) {
            cells = value;
            return this;
        }

        public Builder history(HistorySpec value) {
            history = value;
            return this;
        }

        public Builder detection(DetectionSpec value) {
            detection = value;
            return this;
        }

        public Builder zone(ZoneId value) {
            zone = value;
            return this;
        }

        public Builder retention(RetentionSpec value) {
            retention = value;
            return this;
        }

        public Builder device(Device value) {
            device = value;
            return this;
        }

        public Builder counters(Counters value) {
            counters = value;
            return this;
        }

        public Builder models(List<CustomSpec> value) {
            models = value;
            return this;
        }

        public Builder silence(SilenceSpec value) {
            silence = value;
            return this;
        }

        public Builder horizon(HorizonSpec value) {
            horizon = value;
            return this;
        }

        public Builder weights(boolean named) {
            weights = named;
            return this;
        }

        public FlowSpec build() {
            return new FlowSpec(
                    order, wave, cells, history, detection, zone, retention, device, counters, models, silence, horizon,
                    weights);
        }
    }
}
