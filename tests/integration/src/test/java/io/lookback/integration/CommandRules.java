package io.lookback.integration;

import io.lookback.integration.CommandFate.By;
import io.lookback.integration.CommandFate.GoesOn;
import io.lookback.integration.CommandFate.Not;
import io.lookback.integration.CommandFate.Rule;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of the pages that do not simply run to their end here. The first rule that matches counts. */
final class CommandRules {

    private static final String ANY = ".*";
    private static final String LOOKBACK = "(?:\\./)?lookback ";

    static final List<Rule> RULES = List.of(
            // Whole pages that a test of their own runs.
            by("examples/(json|avro|pytorch|library)/.*", ANY, "ExamplesTest"),
            by("examples/sql/.*|docs/sql.md", "(?!.*SqlSpeedTest)(\\./mvnw -q|cp|\\$FLINK_HOME).*", "SqlClientTest"),
            not("docs/releasing.md", ANY, "Changes versions, tags and builds the whole: the release workflow runs it."),
            by("python/.*", "cd python .*", "PythonPackageTest"),
            not("python/.*", "pip .*", "Fetches packages; PythonPackageTest uses the package from its folder."),

            // Builds and programs that a test cannot start from within.
            not(ANY, "\\./mvnw .*", "A build, which would run this test again: CI runs verify."),
            not("docker/.*", "docker .*", "Needs Docker; ComposeTest and DockerfileTest check the files."),
            not("docker/.*", "kubectl .*", "Needs a Kubernetes cluster; FlinkDeploymentTest checks the file."),
            not("docker/.*", "helm .*", "Needs a Kubernetes cluster; HelmChartTest lints and renders the chart."),
            by(ANY, "flink run .*", "FaultsTest"),

            // Benchmarks, in small.
            by(ANY, "tests/benchmarks/run forecast.*", "ForecastBenchmarkTest"),
            by(ANY, "tests/benchmarks/run detection figures.*", "FiguresTableTest"),
            by(ANY, "tests/benchmarks/run end-to-end.*", "EndToEndCommandTest"),

            // Training, which needs a module that is not here.
            by(ANY, LOOKBACK + "train .*", "TrainCommandTest"),
            by(ANY, LOOKBACK + "quantize .*", "QuantizeCommandTest"),
            by("docs/models.md", LOOKBACK + "choose --config .*", "ChooseFromTopicTest"),

            // Long ones.
            by(ANY, LOOKBACK + "demo.*", "DemoTest"),

            // Those that go on until they are stopped.
            until(ANY, LOOKBACK + "broker.*", "Kafka runs at "),
            until("docs/tutorial.md", LOOKBACK + "run (?!.*--dry-run).*", "4,032 scored"),
            until(ANY, LOOKBACK + "run (?!.*--dry-run).*", " scored, "),
            until("docs/tutorial.md", LOOKBACK + "tail alerts .*", "alert ends"),
            until(ANY, LOOKBACK + "tail alerts .*", "web-1"),
            until(ANY, LOOKBACK + "tail forecasts .*", "db-7"),
            until(ANY, LOOKBACK + "tail deadletters .*", "unknown"),
            until(ANY, LOOKBACK + "watch .*", "http"),
            until(ANY, LOOKBACK + "notify (?!.*--dry-run).*", "Stop with Ctrl-C"));

    private CommandRules() {}

    private static Rule by(String page, String command, String test) {
        return new Rule(Pattern.compile(page), Pattern.compile(command), new By(test));
    }

    private static Rule not(String page, String command, String reason) {
        return new Rule(Pattern.compile(page), Pattern.compile(command), new Not(reason));
    }

    private static Rule until(String page, String command, String printed) {
        return new Rule(Pattern.compile(page), Pattern.compile(command), new GoesOn(printed));
    }
}
