package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.integration.MetricsPage.Row;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a running job shows of itself, through Flink's REST API and to Prometheus. */
@Timeout(1_800)
class MetricsTest {

    private static final String OPERATOR = "flink_taskmanager_job_task_operator_lookback_";

    private static WatchedJob job;
    private static Scrape scrape;

    @BeforeAll
    static void start() throws Exception {
        job = WatchedJob.start();
        job.scrape(now -> now.sum(OPERATOR + "numScores", "").orElse(0.0) >= WatchedJob.RECORDS
                && now.sum(OPERATOR + "reason_numRejections", "undecodable").orElse(0.0) >= WatchedJob.POISON);
        // a scrape reads one metric after the other: only one that begins after the last score is of one moment
        scrape = job.scrape(now -> true);
    }

    @AfterAll
    static void stop() {
        if (job != null) {
            job.close();
        }
    }

    @Test
    void operatorsTellTheStory() throws Exception {
        assertThat(job.vertices())
                .anySatisfy(name -> assertThat(name).contains("Read and decode records", "Set rejected records aside"))
                .anySatisfy(name -> assertThat(name).contains("Score each series", "Write scores", "Write alerts"))
                .anySatisfy(name -> assertThat(name).contains("Write dead letters"));
    }

    @Test
    void thePageShowsWhatIsRegisteredAndNothingElse() throws Exception {
        MetricsPage page = MetricsPage.read();
        Set<String> registered = job.metrics(
                "lookback",
                names -> page.rows().stream().allMatch(row -> names.stream().anyMatch(row::names)));

        assertThat(registered)
                .as("metrics without a row in docs/metrics.md")
                .allMatch(name -> page.rows().stream().anyMatch(row -> row.names(name)));
        assertThat(page.rows())
                .as("rows of docs/metrics.md without a metric among %s", registered)
                .hasSizeGreaterThan(20)
                .allMatch(row -> registered.stream().anyMatch(row::names));
    }

    @Test
    void prometheusGetsEveryMetricOfThePage() throws Exception {
        assertThat(scrape.names())
                .containsAll(
                        MetricsPage.read().rows().stream().map(Row::prometheus).toList());
    }

    @Test
    void countsWhatWasSent() {
        assertThat(value("numRecords")).isEqualTo(WatchedJob.RECORDS);
        assertThat(value("numScores")).isEqualTo(WatchedJob.RECORDS);
        assertThat(value("seriesActive")).isEqualTo(WatchedJob.SERIES);
        assertThat(value("seriesWarming")).isEqualTo(WatchedJob.SERIES);
        assertThat(value("model_historyRows")).isEqualTo(WatchedJob.RECORDS - WatchedJob.SERIES);
        assertThat(value("recordsParked")).isZero();
        assertThat(scrape.sum(OPERATOR + "reason_numRejections", "reason=\"undecodable\""))
                .contains((double) WatchedJob.POISON);
    }

    @Test
    void namesTheModelsThatRun() {
        String info = OPERATOR + "model_cell_version_provider_info";

        assertThat(scrape.sum(info, "model=\"lstm-1\"")).contains(2.0);
        assertThat(scrape.sum(info, "cell=\"self-attention-rnn\"")).contains(2.0);
        assertThat(scrape.sum(info, "provider=\"CPUExecutionProvider\"")).contains(4.0);
    }

    @Test
    void dashboardAndRulesUseMetricsThatExist() throws Exception {
        Set<String> known = new HashSet<>(scrape.names());
        MetricsPage.read().rows().forEach(row -> known.add(row.prometheus()));

        assertThat(Monitoring.metrics(Monitoring.DASHBOARD))
                .hasSizeGreaterThan(20)
                .isSubsetOf(known);
        assertThat(Monitoring.metrics(Monitoring.RULES)).hasSizeGreaterThan(10).isSubsetOf(known);
        assertThat(Monitoring.metrics(Monitoring.RULE_TESTS)).isSubsetOf(known);
    }

    private static double value(String name) {
        return scrape.sum(OPERATOR + name, "").orElseThrow(() -> new AssertionError("No sample of " + name));
    }
}
