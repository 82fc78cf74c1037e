package io.lookback.benchmark.detection;

import io.lookback.benchmark.detection.CommonFault.Planted;
import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.incident.IncidentSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run detection incidents}. */
@Command(
        name = "incidents",
        showDefaultValues = true,
        description = {
            "What becomes of a fault that five of fourteen generated series have at once, four times, ten days apart, amid anomalies of their own.",
            "With --data: of the labeled troubles of several services, each column of each file a series.",
        })
final class IncidentsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(names = "--fleets", defaultValue = "10", description = "Fleets of fourteen series.")
    private int fleets;

    @Option(names = "--faults", defaultValue = "4", description = "Faults of the same series in each fleet.")
    private int faults;

    @Option(names = "--members", defaultValue = "5", description = "Series that a fault breaks.")
    private int members;

    @Option(
            names = "--deviations",
            defaultValue = "3",
            description = "Of a series' own, by which it lies higher while the fault lasts.")
    private double deviations;

    @Option(names = "--within", split = ",", defaultValue = "10", description = "Minutes, incidents.within.")
    private List<Integer> within = List.of();

    @Option(names = "--cells", split = ",", defaultValue = CellRegistry.LOOKBACK, description = "Or none.")
    private List<String> cells = List.of();

    @Option(names = "--data", paramLabel = "FOLDER", description = "CSV files with a column label, a service each.")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException {
        List<CellSpec> specs = cells.equals(List.of("none"))
                ? List.of()
                : cells.stream().map(CellSpec::shipped).toList();
        PrintWriter out = command.commandLine().getOut();
        if (data == null) {
            generated(specs, out);
        } else {
            ServiceTroubles troubles = ServiceTroubles.read(data);
            List<Alert> alerts = troubles.fleet().alerts(specs);
            within.forEach(minutes -> troubles.print(alerts, spec(minutes), out));
        }
        out.flush();
        return 0;
    }

    private static IncidentSpec spec(int minutes) {
        return new IncidentSpec(Duration.ofMinutes(minutes), IncidentSpec.DEFAULT.least());
    }

    private void generated(List<CellSpec> specs, PrintWriter out) {
        List<Planted> planted = new ArrayList<>();
        List<List<Alert>> alerts = new ArrayList<>();
        for (int seed = 0; seed < fleets; seed++) {
            planted.add(CommonFault.plant(seed, faults, members, deviations));
            alerts.add(planted.get(seed).fleet().alerts(specs));
        }
        for (int minutes : within) {
            out.printf(Locale.ROOT, "incidents.within %d min%n%n", minutes);
            out.println(
                    "| fault | found | its series that alert | of these in the incident | others in it | first mover |");
            out.println("|---|---|---|---|---|---|");
            List<List<Incident>> incidents = alerts.stream()
                    .map(ones -> Fleet.incidents(ones, spec(minutes)))
                    .toList();
            for (int fault = 0; fault < faults; fault++) {
                Tally tally = new Tally();
                for (int fleet = 0; fleet < fleets; fleet++) {
                    tally.add(planted.get(fleet).faults().get(fault), alerts.get(fleet), incidents.get(fleet));
                }
                out.println(tally.row(fault + 1));
                out.flush();
            }
            others(planted, incidents, out);
        }
    }

    private void others(List<Planted> planted, List<List<Incident>> incidents, PrintWriter out) {
        long all = incidents.stream().mapToInt(List::size).sum();
        long of = 0;
        for (int fleet = 0; fleet < fleets; fleet++) {
            List<CommonFault> known = planted.get(fleet).faults();
            of += incidents.get(fleet).stream()
                    .filter(incident -> known.stream()
                            .anyMatch(fault -> !fault.found(incident).isEmpty()))
                    .count();
        }
        out.printf(
                Locale.ROOT,
                "%n%d incidents, %d of them with series of a fault; %d are of no fault, in %d fleets of %d days.%n%n",
                all,
                of,
                all - of,
                fleets,
                10 * faults);
    }

    /** What became of one fault in all fleets. */
    private static final class Tally {

        private int faults;
        private int found;
        private int alerted;
        private int members;
        private int others;
        private int firsts;

        private void add(CommonFault fault, List<Alert> alerts, List<Incident> incidents) {
            faults++;
            alerted += (int) alerts.stream()
                    .filter(alert -> fault.members().contains(alert.series())
                            && alert.begin() >= fault.begin()
                            && alert.begin() <= fault.end())
                    .map(Alert::series)
                    .distinct()
                    .count();
            Optional<Incident> best = incidents.stream()
                    .max(Comparator.comparingInt(
                            incident -> fault.found(incident).size()));
            if (best.isPresent() && fault.found(best.get()).size() > 1) {
                found++;
                members += fault.found(best.get()).size();
                others += best.get().size() - fault.found(best.get()).size();
                firsts += best.get().firstMover().equals(fault.members().get(0)) ? 1 : 0;
            }
        }

        private String row(int fault) {
            return String.format(
                    Locale.ROOT,
                    "| %d | %d of %d | %d | %d | %d | %d of %d |",
                    fault,
                    found,
                    faults,
                    alerted,
                    members,
                    others,
                    firsts,
                    found);
        }
    }
}
