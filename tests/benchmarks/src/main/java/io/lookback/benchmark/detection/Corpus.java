package io.lookback.benchmark.detection;

import io.lookback.benchmark.Medians;
import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.Evaluation;
import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.Terms;
import java.util.List;

/** Labeled series of one kind, judged alike. */
record Corpus(String name, List<Trial> trials, Terms terms) {

    Corpus {
        trials = List.copyOf(trials);
    }

    /** What a detector says of the rows that count, of each series. */
    List<DetectorOutput> grade(Candidate candidate) {
        return trials.parallelStream()
                .map(trial -> trial.judged(candidate.grade(trial.readings())))
                .toList();
    }

    Evaluation evaluate(Candidate candidate) {
        List<DetectorOutput> graded = grade(candidate);
        List<Labeled> series = trials.stream().map(Trial::judged).toList();
        return Evaluation.of(candidate.name(), series, graded, terms);
    }

    /** Of all series together. */
    FalseAlarms falseAlarms(Candidate candidate) {
        return trials.parallelStream()
                .map(trial -> FalseAlarms.of(trial.judged(), trial.judged(candidate.grade(trial.readings()))))
                .reduce(FalseAlarms.NONE, FalseAlarms::plus);
    }

    double medianRowsPerDay() {
        return Medians.of(
                trials.stream().map(trial -> trial.readings().rowsPerDay()).toList());
    }
}
