package io.lookback.benchmark.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A row a detector, four columns a corpus, printed as they are found. */
final class FiguresTable {

    private final List<Corpus> corpora;

    /** Prints the head. */
    FiguresTable(List<Corpus> corpora) {
        this.corpora = corpora;
        List<String> columns = corpora.stream()
                .flatMap(corpus -> Stream.of(Figures.NAMES).map(figure -> corpus.name() + ", " + figure))
                .toList();
        System.out.println("| | " + String.join(" | ", columns) + " |");
        System.out.println("|---" + "|---".repeat(columns.size()) + "|");
    }

    /** Prints a row and returns it, a corpus each. */
    List<Figures> print(Candidate candidate) {
        System.out.print("| " + candidate.name() + " |");
        List<Figures> row = new ArrayList<>();
        for (Corpus corpus : corpora) {
            Figures figures = Figures.of(corpus.evaluate(candidate));
            System.out.print(figures);
            System.out.flush();
            row.add(figures);
        }
        System.out.println();
        return row;
    }

    /** Prints a row each, and then the best of every figure among them. */
    void printWithBest(String nameOfBest, List<Candidate> candidates) {
        List<List<Figures>> rows = candidates.stream().map(this::print).toList();
        System.out.print("| " + nameOfBest + " |");
        for (int i = 0; i < corpora.size(); i++) {
            int corpus = i;
            System.out.print(rows.stream()
                    .map(row -> row.get(corpus))
                    .reduce(Figures::best)
                    .orElseThrow());
        }
        System.out.println();
    }
}
