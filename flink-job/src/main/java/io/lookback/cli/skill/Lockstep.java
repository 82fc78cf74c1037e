package io.lookback.cli.skill;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.cell.Prediction;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.memory.RowPages;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Channel;
import java.util.ArrayList;
import java.util.List;

/** Tracks that go through their values together, so that each cell is called once for a step of all of them. */
public final class Lockstep implements AutoCloseable {

    private static final CellOptions OPTIONS = new CellOptions(256, 0, 1L << 30);

    private final List<Cell> cells;
    private final List<CellExecutor> executors = new ArrayList<>();
    private final Calendar calendar = Calendar.utc();
    private final int timedFrom;
    private final long[] nanos;
    private long steps;

    /** Opens the cells. */
    public Lockstep(List<Cell> cells) {
        this(cells, 0);
    }

    /** @param timedFrom row from which {@link #microseconds} counts: by then histories may be full */
    public Lockstep(List<Cell> cells, int timedFrom) {
        this.cells = List.copyOf(cells);
        this.timedFrom = timedFrom;
        this.nanos = new long[cells.size()];
        cells.forEach(cell -> executors.add(cell.open(OPTIONS, new CacheStats())));
    }

    /** Is told each value with what was known before it. */
    public interface Listener {
        void value(int track, Moment moment, double x);
    }

    /** One track on its way. */
    private final class Traveler {
        private final Track track;
        private final Channel channel = new Channel();
        private final float[] input = new float[CellInput.SIZE];
        private final List<Memory> memories = new ArrayList<>();
        private final List<RowPages> pages = new ArrayList<>();
        private final int[] rows = new int[cells.size()];

        private Traveler(Track track) {
            this.track = track;
            cells.forEach(cell -> {
                memories.add(cell.memory().fresh());
                pages.add(new MapPages());
            });
        }

        private boolean predicts(int row) {
            return row > 0 && row < track.length();
        }
    }

    public void run(List<Track> tracks, Listener listener) {
        List<Traveler> travelers = tracks.stream().map(Traveler::new).toList();
        int longest = tracks.stream().mapToInt(Track::length).max().orElse(0);
        for (int row = 0; row < longest; row++) {
            predict(travelers, row);
            for (int i = 0; i < travelers.size(); i++) {
                Traveler traveler = travelers.get(i);
                if (traveler.predicts(row)) {
                    tell(listener, i, traveler, row);
                }
                if (row < traveler.track.length()) {
                    traveler.channel.observe(
                            traveler.track.values()[row], traveler.track.times()[row], calendar);
                }
            }
            executors.forEach(CellExecutor::clear);
        }
    }

    private void predict(List<Traveler> travelers, int row) {
        for (Traveler traveler : travelers) {
            if (traveler.predicts(row)) {
                traveler.channel.writeInput(traveler.input, 0, traveler.track.times()[row], calendar);
                steps += row >= timedFrom ? 1 : 0;
            }
        }
        for (int cell = 0; cell < executors.size(); cell++) {
            long begun = System.nanoTime();
            for (Traveler traveler : travelers) {
                if (traveler.predicts(row)) {
                    traveler.rows[cell] = executors
                            .get(cell)
                            .add(traveler.input, traveler.memories.get(cell), traveler.pages.get(cell));
                }
            }
            executors.get(cell).run();
            nanos[cell] += row >= timedFrom ? System.nanoTime() - begun : 0;
        }
    }

    private void tell(Listener listener, int index, Traveler traveler, int row) {
        List<Prediction> predictions = new ArrayList<>(cells.size());
        Track track = traveler.track;
        for (int cell = 0; cell < cells.size(); cell++) {
            CellExecutor executor = executors.get(cell);
            predictions.add(executor.prediction(traveler.rows[cell]));
            executor.advance(
                    traveler.rows[cell], traveler.memories.get(cell), traveler.pages.get(cell), track.times()[row]);
        }
        listener.value(
                index,
                new Moment(
                        row,
                        track.times()[row],
                        track.values()[row - 1],
                        traveler.input,
                        traveler.channel.normalizer().units(),
                        predictions),
                track.values()[row]);
    }

    /** What a step of each cell took, microseconds on average, in waves of all tracks. */
    public List<Double> microseconds() {
        List<Double> costs = new ArrayList<>();
        for (long taken : nanos) {
            costs.add(taken / 1e3 / Math.max(1, steps));
        }
        return costs;
    }

    @Override
    public void close() {
        executors.forEach(CellExecutor::close);
    }
}
