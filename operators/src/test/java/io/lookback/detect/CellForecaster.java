package io.lookback.detect;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellSpec;
import io.lookback.memory.Memory;
import io.lookback.memory.PagesInMemory;
import io.lookback.memory.RowPages;
import io.lookback.normalise.Calendar;
import io.lookback.normalise.CellInput;
import io.lookback.normalise.Channel;
import io.lookback.score.Forecast;
import java.util.ArrayList;
import java.util.List;

/** A shipped cell as a job runs it, one series at a time. */
final class CellForecaster implements Forecaster, AutoCloseable {

    private final CellExecutor executor;
    private final List<Memory> memories = new ArrayList<>();
    private final List<RowPages> pages = new ArrayList<>();
    private final float[] input = new float[CellInput.SIZE];

    CellForecaster(String kind, int features) {
        Cell cell = Cell.load(CellSpec.shipped(kind));
        executor = cell.open(new CellOptions(Math.max(1, features), 0, 64 << 20), new CacheStats());
        for (int f = 0; f < features; f++) {
            memories.add(cell.memory().fresh());
            pages.add(new PagesInMemory());
        }
    }

    @Override
    public List<Forecast> ahead(long time, double[] values, List<Channel> channels, Calendar calendar) {
        int[] rows = new int[values.length];
        for (int f = 0; f < values.length; f++) {
            boolean advances = !Double.isNaN(values[f]) && channels.get(f).started();
            if (advances) {
                channels.get(f).writeInput(input, 0, time, calendar);
            }
            rows[f] = advances ? executor.add(input, memories.get(f), pages.get(f)) : -1;
        }
        executor.run();
        List<Forecast> forecasts = new ArrayList<>();
        for (int f = 0; f < values.length; f++) {
            forecasts.add(rows[f] < 0 ? Forecast.NONE : Forecast.of(executor.prediction(rows[f])));
            if (rows[f] >= 0) {
                executor.advance(rows[f], memories.get(f), pages.get(f), time);
            }
        }
        executor.clear();
        return forecasts;
    }

    @Override
    public void close() {
        executor.close();
    }
}
