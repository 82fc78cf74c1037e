package io.lookback.cli.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rule of thumb of the field: recurrent cells where order matters and cells must be small, attention for long rhythms
 * with memory to spare, linear attention or state spaces for long ones without, small and quantized models at the edge.
 *
 * @param questions that were asked on the way, with the answers
 */
record DecisionTree(List<Question> questions, Branch branch) {

    /** Steps: what recurrent cells of a few dozen units are known to carry. */
    private static final int LONG = 32;

    /** In at least one of so many tracks. */
    private static final int FEW = 4;

    DecisionTree {
        questions = List.copyOf(questions);
    }

    record Question(String text, boolean yes, String why) {}

    /**
     * @param orders of all tracks
     * @param maxSteps of a history
     * @param history what a cell with a history of that length costs
     */
    static DecisionTree of(List<Order> orders, Budget budget, int maxSteps, Cost history) {
        List<Question> asked = new ArrayList<>();
        long ordered = orders.stream().filter(Order::matters).count();
        if (!ask(asked, "Does the order of values matter?", often(ordered, orders), of(ordered, orders))) {
            return new DecisionTree(asked, Branch.NO_NETWORK);
        }
        if (ask(asked, "Is the machine small, 512 MB or less?", budget.small(), budget.text())) {
            return new DecisionTree(asked, Branch.SMALL);
        }
        List<Integer> rhythms = orders.stream()
                .map(Order::period)
                .filter(period -> period > LONG)
                .sorted()
                .toList();
        int typical = rhythms.isEmpty() ? 0 : rhythms.get(rhythms.size() / 2);
        String found = rhythms.isEmpty()
                ? of(0, orders)
                : String.format(Locale.ROOT, "%d steps, %s", typical, of(rhythms.size(), orders));
        if (!ask(asked, "Are there rhythms of more than 32 steps?", often(rhythms.size(), orders), found)) {
            return new DecisionTree(asked, Branch.RECURRENT);
        }
        boolean fits = typical < maxSteps && budget.excludes(history).isEmpty();
        String why = String.format(
                Locale.ROOT,
                "%d steps, %,.0f MB for %,d series",
                maxSteps,
                budget.memory(history) / 1e6,
                budget.series());
        boolean spare = ask(asked, "Do histories of that length fit the machine?", fits, why);
        return new DecisionTree(asked, spare ? Branch.HISTORY : Branch.COMPRESSED);
    }

    private static boolean ask(List<Question> asked, String text, boolean answer, String why) {
        asked.add(new Question(text, answer, why));
        return answer;
    }

    private static boolean often(long some, List<Order> all) {
        return some > 0 && some * FEW >= all.size();
    }

    private static String of(long some, List<Order> all) {
        return String.format(Locale.ROOT, "in %d of %d features", some, all.size());
    }
}
