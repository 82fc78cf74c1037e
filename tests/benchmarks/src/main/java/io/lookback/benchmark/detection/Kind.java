package io.lookback.benchmark.detection;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Labeled series of one origin, which count as one beside other kinds.
 *
 * @param corpora its series, those of one density together: a threshold each
 */
record Kind(String name, List<Corpus> corpora) {

    Kind {
        corpora = List.copyOf(corpora);
    }

    int size() {
        return corpora.stream().mapToInt(corpus -> corpus.trials().size()).sum();
    }

    /** Every so manieth series of each corpus, from its first on. */
    Kind sampled(int every) {
        return new Kind(
                name,
                corpora.stream()
                        .map(corpus -> new Corpus(
                                corpus.name(),
                                IntStream.range(0, corpus.trials().size())
                                        .filter(i -> i % every == 0)
                                        .mapToObj(corpus.trials()::get)
                                        .toList(),
                                corpus.terms()))
                        .toList());
    }
}
