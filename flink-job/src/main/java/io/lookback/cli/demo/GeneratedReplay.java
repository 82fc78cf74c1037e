package io.lookback.cli.demo;

import io.lookback.event.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * Generated series, five minutes between records, deterministic for a seed. Every series has one record at each step;
 * rounds of equal length follow each other, each with anomalies of its own.
 */
public final class GeneratedReplay implements Replay {

    /** Time of the first record. */
    static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");

    static final Duration INTERVAL = Duration.ofMinutes(5);

    private final long seed;
    private final int length;
    private final long rounds;
    private final List<Label> labels = new ArrayList<>();
    private List<Round> current = List.of();
    private long round = -1;
    private int step;
    private int series;
    private long latest = Long.MIN_VALUE;

    /**
     * @param length records of each series in a round
     * @param rounds number of rounds, {@link Long#MAX_VALUE} for a replay without end
     */
    public GeneratedReplay(long seed, int length, long rounds) {
        if (length < 1) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "length is %d: give 1 or more", length));
        }
        this.seed = seed;
        this.length = length;
        this.rounds = rounds;
        this.step = length;
    }

    @Override
    public boolean hasNext() {
        return step < length || round + 1 < rounds;
    }

    @Override
    public DemoRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The replay has ended");
        }
        if (step == length) {
            beginRound();
        }
        DemoRecord record = record(series, step);
        latest = record.time();
        series = (series + 1) % DemoSeries.ALL.size();
        step += series == 0 ? 1 : 0;
        return record;
    }

    @Override
    public List<Label> labels() {
        return labels.stream().filter(label -> label.end() <= latest).toList();
    }

    @Override
    public List<String> series() {
        return DemoSeries.ALL.stream().map(DemoSeries::name).toList();
    }

    @Override
    public long skipped() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private void beginRound() {
        round++;
        step = 0;
        current = DemoSeries.ALL.stream()
                .map(demo -> Round.of(demo, seed, round, length))
                .toList();
        for (int index = 0; index < current.size(); index++) {
            addLabels(DemoSeries.ALL.get(index), current.get(index).windows());
        }
    }

    private void addLabels(DemoSeries demo, List<AnomalyKind.Window> windows) {
        for (int index = 0; index < windows.size(); index++) {
            AnomalyKind.Window window = windows.get(index);
            String kind = demo.kinds().get(index).label();
            labels.add(new Label(demo.name(), time(window.begin()), time(window.end() - 1), kind));
        }
    }

    private DemoRecord record(int index, int at) {
        DemoSeries demo = DemoSeries.ALL.get(index);
        double[] values = current.get(index).values().stream()
                .mapToDouble(feature -> feature[at])
                .toArray();
        return new DemoRecord(demo.name(), time(at), demo.features(), Values.of(values));
    }

    private long time(int at) {
        return BEGIN.plus(INTERVAL.multipliedBy(round * length + at)).toEpochMilli();
    }
}
