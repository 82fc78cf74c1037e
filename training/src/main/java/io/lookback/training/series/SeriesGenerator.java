package io.lookback.training.series;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws series of the many kinds that metrics come in, so that a cell trained on them transfers to series it has never
 * seen: what recurs, noises, disturbances and outputs are drawn independently and stacked.
 *
 * <p>The {@code index}-th series depends on the seed and the index alone.
 */
public final class SeriesGenerator {

    /** Values in a series of the shipped models' corpus. */
    public static final int DEFAULT_LENGTH = 2048;

    private final long seed;
    private final int length;

    public SeriesGenerator(long seed) {
        this(seed, DEFAULT_LENGTH);
    }

    public SeriesGenerator(long seed, int length) {
        this.seed = seed;
        this.length = length;
    }

    public GeneratedSeries draw(int index) {
        SeededRandom random = SeededRandom.of(seed, index);
        Draft draft = new Draft(random, Timeline.draw(random, length));
        if (Timeline.gapped(draft.times)) {
            draft.traits.add(Trait.GAPPED);
        }
        Recurrences.addTo(draft);
        Noises.addTo(draft);
        Disturbances.addTo(draft);
        Outputs.applyTo(draft);
        return new GeneratedSeries(new Series(draft.times, draft.values), draft.traits);
    }

    /** The series of the indices {@code from}..{@code until - 1}. */
    public List<Series> draw(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(index -> draw(index).series())
                .toList();
    }
}
