package io.lookback.benchmark.forecast;

import io.lookback.cell.CellSpec;
import io.lookback.cli.skill.Tally;
import io.lookback.cli.skill.Track;
import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.SeriesLife;
import io.lookback.order.OrderSpec;
import io.lookback.series.HorizonSpec;
import io.lookback.series.StepOutput;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Multi-step forecasts as a job makes them, one after each {@code horizon} values: errors of single steps over that of the
 * last value, geometric means over the tracks, and the share of values in the band. Beside them the value a day before, for
 * tracks of two days or more.
 */
final class HorizonTrials {

    private static final OrderSpec AS_THEY_COME =
            new OrderSpec(Duration.ZERO, OrderSpec.Policy.SCORE, OrderSpec.Policy.SCORE, 1);
    private static final long DAY_MS = 86_400_000;
    private static final Features ONE = Features.of("value");

    private final int horizon;
    private final int[] steps;

    HorizonTrials(int horizon) {
        this.horizon = horizon;
        this.steps = horizon >= 6 ? new int[] {1, 6, horizon} : new int[] {1, horizon};
    }

    /** Prints a table of one row for each method. */
    void print(Corpus corpus, List<List<CellSpec>> methods, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n%s, %d series%n%n| |",
                corpus.name(),
                corpus.tracks().size());
        for (String what : List.of("error", "held")) {
            Arrays.stream(steps).forEach(step -> out.printf(Locale.ROOT, " %s, step %d |", what, step));
        }
        out.println("\n|---|" + "---|".repeat(2 * steps.length));
        boolean first = true;
        for (List<CellSpec> cells : methods) {
            List<Tally> tallies =
                    corpus.tracks().stream().map(track -> live(track, cells)).toList();
            if (first) {
                out.println(row("the value a day before", tallies, true));
                first = false;
            }
            String name = cells.isEmpty()
                    ? "experts (cells: none)"
                    : String.join("+", cells.stream().map(CellSpec::kind).toList());
            out.println(row(name, tallies, false));
            out.flush();
        }
    }

    private String row(String name, List<Tally> tallies, boolean seasonal) {
        StringBuilder row = new StringBuilder("| " + name + " |");
        for (int i = 0; i < steps.length; i++) {
            double logs = 0;
            int counted = 0;
            for (Tally tally : tallies) {
                double ratio = (seasonal ? tally.seasonal[i] : tally.own[i]) / tally.last[i];
                if (ratio > 0 && Double.isFinite(ratio)) {
                    logs += Math.log(ratio);
                    counted++;
                }
            }
            row.append(counted == 0 ? " |" : String.format(Locale.ROOT, " %.3f |", Math.exp(logs / counted)));
        }
        for (int i = 0; i < steps.length; i++) {
            int step = i;
            double held = tallies.stream()
                    .filter(tally -> tally.values > 0)
                    .mapToDouble(tally -> (double) tally.held[step] / tally.values)
                    .average()
                    .orElse(Double.NaN);
            row.append(seasonal ? " |" : String.format(Locale.ROOT, " %.3f |", held));
        }
        return row.toString();
    }

    private Tally live(Track track, List<CellSpec> cells) {
        FlowSpec flow = FlowSpec.builder()
                .order(AS_THEY_COME)
                .cells(cells)
                .horizon(new HorizonSpec(horizon, horizon))
                .build();
        Tally tally = new Tally(track, steps);
        try (SeriesLife life = new SeriesLife(flow, tally)) {
            for (int row = 0; row < track.length(); row++) {
                tally.row = row;
                life.live(new Observation(
                        track.name(),
                        track.times()[row],
                        ONE,
                        Values.of(track.values()[row]),
                        new Origin(track.name(), 0, row),
                        Payload.NONE));
            }
        }
        return tally;
    }

    /** Sums of one track, of its later four fifths. */
    private static final class Tally implements StepOutput {

        private final Track track;
        private final int[] steps;
        private final int day;
        private final double[] own;
        private final double[] last;
        private final double[] seasonal;
        private final int[] held;
        private int values;
        private int row;

        private Tally(Track track, int[] steps) {
            this.track = track;
            this.steps = steps;
            this.own = new double[steps.length];
            this.last = new double[steps.length];
            this.seasonal = new double[steps.length];
            this.held = new int[steps.length];
            this.day = day(track);
        }

        /** Values of a day; 0 where there are not two days. */
        private static int day(Track track) {
            int day = 0;
            while (day < track.length() && track.times()[day] - track.times()[0] < DAY_MS) {
                day++;
            }
            return 2 * day < track.length() ? day : 0;
        }

        @Override
        public void forecast(MultiStepForecast forecast) {
            int longest = steps[steps.length - 1];
            if (row < track.length() / 5 || row + longest >= track.length() || day > 0 && row < 2 * day) {
                return;
            }
            MultiStepForecast.Path path = forecast.features().get(0);
            values++;
            for (int i = 0; i < steps.length; i++) {
                double x = track.values()[row + steps[i]];
                own[i] += Math.abs(x - path.expected().at(steps[i] - 1));
                last[i] += Math.abs(x - track.values()[row]);
                seasonal[i] += day >= steps[i] ? Math.abs(x - track.values()[row + steps[i] - day]) : Double.NaN;
                held[i] +=
                        x >= path.lower().at(steps[i] - 1) && x <= path.upper().at(steps[i] - 1) ? 1 : 0;
            }
        }

        @Override
        public void score(Score score) {}

        @Override
        public void alert(Alert alert, long time) {}

        @Override
        public void reject(Rejection rejection) {
            throw new IllegalArgumentException("A value cannot be scored: " + rejection.message());
        }

        @Override
        public void drop(Rejection.Reason reason) {}
    }
}
