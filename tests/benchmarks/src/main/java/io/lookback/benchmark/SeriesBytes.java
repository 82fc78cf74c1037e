package io.lookback.benchmark;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Features;
import io.lookback.order.OrderSpec;
import io.lookback.series.Series;
import io.lookback.series.SeriesSpec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.List;

/** What series take in a checkpoint. */
public final class SeriesBytes {

    private SeriesBytes() {}

    /** Size of a series without any record. */
    public static int fresh(CellSpec cell, Features features) {
        SeriesSpec spec =
                new SeriesSpec(OrderSpec.DEFAULT, List.of(Cell.load(cell)), DetectionSpec.DEFAULT, ZoneOffset.UTC);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Series.fresh(features, spec.layout()).write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}
