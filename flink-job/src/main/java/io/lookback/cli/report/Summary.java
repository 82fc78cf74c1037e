package io.lookback.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.cli.evaluate.Evaluation;
import io.lookback.cli.evaluate.Terms;
import io.lookback.wire.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How well the labels of a run were met.
 *
 * @param setup how the series were scored, for a person
 * @param series names of the series judged
 * @param evaluations of Lookback and of the baselines; none without labels
 * @param warnings about labels, for a person
 */
public record Summary(
        String setup, Terms terms, List<String> series, List<Evaluation> evaluations, List<String> warnings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Summary {
        series = List.copyOf(series);
        evaluations = List.copyOf(evaluations);
        warnings = List.copyOf(warnings);
    }

    public void print(PrintWriter out) {
        warnings.forEach(warning -> out.println(Printable.line(warning)));
        if (evaluations.isEmpty()) {
            out.println("No row is labeled as anomalous: nothing to judge the scores by.");
            return;
        }
        out.printf(
                Locale.ROOT,
                "%-18s %9s %9s %7s %14s %13s%n",
                "",
                "NAB score",
                "as set",
                "VUS-PR",
                "events found",
                "median delay");
        for (Evaluation each : evaluations) {
            out.printf(
                    Locale.ROOT,
                    "%-18s %9s %9s %7s %14s %8s rows%n",
                    each.detector(),
                    text(each.nab().score(), 1),
                    text(each.nabAsSet(), 1),
                    text(each.meanVusPr(), 3),
                    String.format(
                            Locale.ROOT,
                            "%d of %d",
                            each.recall().found(),
                            each.recall().events()),
                    text(each.recall().medianDelay(), 1));
        }
        out.printf(
                Locale.ROOT,
                "Events at %s false alarms a day and series, one threshold for all series; VUS-PR with buffers up to %d rows.%n",
                terms.falseAlarmsPerDay(),
                terms.buffer());
    }

    public String json() throws IOException {
        ObjectNode summary = JSON.createObjectNode();
        summary.put("setup", setup);
        summary.put("falseAlarmsPerDay", terms.falseAlarmsPerDay());
        summary.put("slot", terms.slot());
        summary.put("buffer", terms.buffer());
        summary.set("series", JSON.valueToTree(series));
        var table = summary.putArray("detectors");
        for (Evaluation each : evaluations) {
            ObjectNode row = table.addObject();
            row.put("name", each.detector());
            row.put("nab", number(each.nab().score()));
            row.put("nabThreshold", number(each.nab().threshold()));
            row.put("nabFound", each.nab().found());
            row.put("nabAsSet", number(each.nabAsSet()));
            row.put("vusPr", number(each.meanVusPr()));
            row.set(
                    "volumes",
                    JSON.valueToTree(each.vusPr().stream().map(Summary::number).toList()));
            row.put("found", each.recall().found());
            row.put("events", each.recall().events());
            row.put("threshold", number(each.recall().threshold()));
            row.put("falseAlarms", each.recall().falseAlarms());
            row.put("days", number(each.recall().days()));
            row.put("delay", number(each.recall().medianDelay()));
        }
        return JSON.writeValueAsString(summary);
    }

    private static @Nullable Double number(double number) {
        return Double.isFinite(number) ? number : null;
    }

    private static String text(double number, int digits) {
        return Double.isFinite(number) ? String.format(Locale.ROOT, "%." + digits + "f", number) : "-";
    }
}
