package io.lookback.training;

import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.SeriesGenerator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a training reads, drawn from its spec: batches to learn from and batches that it does not learn from. */
final class TrainingData {

    private static final int VALIDATION_SERIES = 300;
    private static final int VALIDATION_BATCHES = 8;
    private static final int CHECKED_ROWS = 4;
    private static final int BATCH_SEED = 1_000_002;
    private static final int VALIDATION_SEED = 1_000_003;

    private final TrainSpec spec;
    private final Corpus generated;
    private final Corpus unseen;

    TrainingData(TrainSpec spec) {
        SeriesGenerator generator = new SeriesGenerator(spec.seed());
        int length = spec.recipe().length();
        int from = spec.generated();
        this.spec = spec;
        this.generated = Corpus.of(generator.draw(0, from), length);
        this.unseen = Corpus.of(generator.draw(from, from + VALIDATION_SERIES), length);
    }

    /** An endless stream of batches to learn from; generated ones alone, or every other row from the user's series. */
    Stream<Batch> batches() {
        Corpus corpus = spec.series().isEmpty() ? generated : beginnings().and(generated);
        SeededRandom random = SeededRandom.of(spec.seed(), BATCH_SEED);
        return Stream.generate(() -> corpus.draw(random, spec.recipe().rows()));
    }

    /** From generated series that {@link #batches} does not hold, or from the ends of the user's. */
    List<Batch> validation() {
        Corpus corpus = spec.series().isEmpty()
                ? unseen
                : Corpus.ends(spec.series(), spec.recipe().length());
        SeededRandom random = SeededRandom.of(spec.seed(), VALIDATION_SEED);
        return Stream.generate(() -> corpus.draw(random, spec.recipe().rows()))
                .limit(VALIDATION_BATCHES)
                .toList();
    }

    /** To compare the network and its export on. */
    Batch checked() {
        return unseen.draw(SeededRandom.of(spec.seed(), VALIDATION_SEED), CHECKED_ROWS);
    }

    /** The sentence of the model card. */
    String provenance() {
        String batches = String.format(
                Locale.ROOT,
                "%d batches of %d stretches of %d steps",
                spec.recipe().iterations(),
                spec.recipe().rows(),
                spec.recipe().length());
        if (spec.from() != null) {
            batches = "going on from " + spec.from().getFileName() + ", " + batches;
        }
        String drawn = String.format(Locale.ROOT, "%d generated series (seed %d)", spec.generated(), spec.seed());
        return spec.series().isEmpty()
                ? String.format(Locale.ROOT, "%s drawn from %s", batches, drawn)
                : String.format(
                        Locale.ROOT,
                        "%s drawn in equal parts from %d series of the user and %s",
                        batches,
                        beginnings().size(),
                        drawn);
    }

    private Corpus beginnings() {
        return Corpus.beginnings(spec.series(), spec.recipe().length());
    }
}
