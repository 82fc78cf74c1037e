package io.lookback.cli.choose;

import io.lookback.cli.choose.Choice.Measured;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a person reads of a choice. */
record ChooseReport(List<Measured> measured, Choice choice, DecisionTree tree, Budget budget) {

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "Budget: %s%n%n", budget.text());
        printTable(out);
        out.printf(
                Locale.ROOT,
                "%nerror: over that of the last value; log-likelihood: nats, higher is better; inside: of the 99 %% band;%n"
                        + "us: of one core, without Kafka and Flink; records/s: %.0f %% of all cores; bytes: of one series, history full;%nMB: state of all series.%n%n",
                100 * Budget.BUSY);
        out.println("Rule of thumb:");
        tree.questions()
                .forEach(question -> out.printf(
                        Locale.ROOT,
                        "  %-46s %-4s %s%n",
                        question.text(),
                        question.yes() ? "yes" : "no",
                        question.why()));
        out.printf(
                Locale.ROOT,
                "  -> %s (%s)%n%n",
                tree.branch().title(),
                String.join(", ", tree.branch().kinds()));
        printChoice(out);
        out.flush();
    }

    private void printTable(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-28s %8s %15s %8s %10s %12s %12s %10s  %s%n",
                "cells",
                "error",
                "log-likelihood",
                "inside",
                "us/record",
                "records/s",
                "bytes/series",
                "MB",
                "");
        for (Measured each : measured) {
            out.printf(
                    Locale.ROOT,
                    "%-28s %8.3f %15.3f %8.3f %10.1f %,12.0f %,12d %,10.0f  %s%n",
                    each.candidate().name(),
                    each.skill().error(),
                    each.skill().likelihood(),
                    each.skill().held(),
                    each.cost().micros(),
                    budget.capacity(each.cost()),
                    each.cost().size().heap(),
                    budget.memory(each.cost()) / 1e6,
                    each.excluded().map(why -> "out: " + why).orElse(""));
        }
    }

    private void printChoice(PrintWriter out) {
        Measured recommended = choice.recommended();
        boolean agree = tree.branch().kinds().contains(recommended.candidate().kind());
        out.printf(
                Locale.ROOT,
                "Recommended: %s, by measurement%s. It is the cheapest whose error is within %.0f %% and whose log-likelihood is within %.2f of those of the best (%s).%n",
                recommended.candidate().name(),
                agree ? ", as the rule of thumb says" : ", although the rule of thumb leads elsewhere",
                100 * Choice.ERROR_MARGIN,
                Choice.LIKELIHOOD_MARGIN,
                choice.best().candidate().name());
        out.println("Beside it:");
        measured.stream()
                .filter(each -> each != recommended)
                .forEach(each -> out.printf(
                        Locale.ROOT,
                        "  %s%s%n",
                        choice.beside(each),
                        each.excluded().isPresent() ? " (out)" : ""));
        out.printf(Locale.ROOT, "%n%s%n", recommended.candidate().yaml());
    }
}
