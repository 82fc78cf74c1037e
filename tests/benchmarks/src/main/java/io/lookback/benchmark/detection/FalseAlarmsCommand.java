package io.lookback.benchmark.detection;

import io.lookback.detection.DetectionSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tests/benchmarks/run detection false-alarms}. */
@Command(
        name = "false-alarms",
        showDefaultValues = true,
        description = "Labeled series: alarms outside the labels, of a detector with default settings.")
final class FalseAlarmsCommand implements Callable<Integer> {

    @Option(names = "--data", required = true, description = "Folder with nab, cloud-monitoring, smd and more.")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(names = "--kinds", split = ",", defaultValue = LabeledSeries.ALL)
    private List<String> kinds = List.of();

    @Option(names = "--detector", defaultValue = "default")
    private String detector = "";

    @Override
    public Integer call() throws IOException {
        Candidate usual = Candidate.of(detector, DetectionSpec.DEFAULT);
        System.out.println("| series | records a day | in 10,000 | a day |");
        System.out.println("|---|---|---|---|");
        for (Corpus corpus : LabeledSeries.read(data, kinds).stream()
                .flatMap(kind -> kind.corpora().stream())
                .toList()) {
            FalseAlarms found = corpus.falseAlarms(usual);
            System.out.printf(
                    Locale.ROOT,
                    "| %s, %d | %.0f | %.1f | %.2f |%n",
                    corpus.name(),
                    corpus.trials().size(),
                    corpus.medianRowsPerDay(),
                    found.in10000(),
                    found.aDay());
        }
        return 0;
    }
}
