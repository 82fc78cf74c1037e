package io.lookback.flow;

import io.lookback.cell.Cell;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellSpec;
import io.lookback.custom.CustomModel;
import io.lookback.custom.CustomSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.onnx.Device;
import io.lookback.order.OrderSpec;
import io.lookback.series.Counters;
import io.lookback.series.SeriesSpec;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;

/**
 * Everything that the scoring operator is told.
 *
 * @param retention which series are kept
 * @param device what the cells run on
 * @param counters features whose rates are scored
 * @param models of the user's own that read whole records
 * @param silence from when on it is an alert
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
        SilenceSpec silence)
        implements Serializable {

    public FlowSpec {
        cells = List.copyOf(cells);
        models = List.copyOf(models);
    }

    /** On the processor. */
    public FlowSpec(
            OrderSpec order,
            WaveSpec wave,
            List<CellSpec> cells,
            HistorySpec history,
            DetectionSpec detection,
            ZoneId zone,
            RetentionSpec retention) {
        this(order, wave, cells, history, detection, zone, retention, Device.CPU);
    }

    /** The same with alerts of silence. */
    public FlowSpec withSilence(SilenceSpec limits) {
        return new FlowSpec(order, wave, cells, history, detection, zone, retention, device, counters, models, limits);
    }

    /** Without counters. */
    public FlowSpec(
            OrderSpec order,
            WaveSpec wave,
            List<CellSpec> cells,
            HistorySpec history,
            DetectionSpec detection,
            ZoneId zone,
            RetentionSpec retention,
            Device device) {
        this(order, wave, cells, history, detection, zone, retention, device, Counters.NONE);
    }

    /** Without custom models. */
    public FlowSpec(
            OrderSpec order,
            WaveSpec wave,
            List<CellSpec> cells,
            HistorySpec history,
            DetectionSpec detection,
            ZoneId zone,
            RetentionSpec retention,
            Device device,
            Counters counters) {
        this(order, wave, cells, history, detection, zone, retention, device, counters, List.of());
    }

    /** Without alerts of silence. */
    public FlowSpec(
            OrderSpec order,
            WaveSpec wave,
            List<CellSpec> cells,
            HistorySpec history,
            DetectionSpec detection,
            ZoneId zone,
            RetentionSpec retention,
            Device device,
            Counters counters,
            List<CustomSpec> models) {
        this(order, wave, cells, history, detection, zone, retention, device, counters, models, SilenceSpec.OFF);
    }

    /** The same for a source that keeps everything in one order, as a topic of one partition does. */
    public FlowSpec inOnePartition() {
        return new FlowSpec(
                order.inOnePartition(),
                wave,
                cells,
                history,
                detection,
                zone,
                retention,
                device,
                counters,
                models,
                silence);
    }

    /** The same on the processor of any machine, which may not have the device. */
    FlowSpec onProcessor() {
        return new FlowSpec(order, wave, cells, history, detection, zone, retention, Device.CPU, counters, models);
    }

    CellOptions options() {
        return new CellOptions(wave.size(), history.attended(), history.cacheBytes(), device);
    }

    /** Loads and checks the models. */
    SeriesSpec series() {
        List<Cell> loaded = cells.stream()
                .map(Cell::load)
                .map(cell -> cell.withHistory(history.bound()))
                .toList();
        List<CustomModel> custom = models.stream().map(CustomModel::load).toList();
        return new SeriesSpec(order, loaded, custom, detection, zone, retention.maxFeatures(), counters);
    }
}
