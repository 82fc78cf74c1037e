package io.lookback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a job that goes on has failed: Flink tells it in its REST API alone. */
final class JobFailures {

    private static final Logger LOG = LoggerFactory.getLogger(JobFailures.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CAUSE = "Caused by: ";

    private final URI newest;

    /** @param web of {@link LocalPorts#web} */
    JobFailures(String web, JobID job) {
        newest = URI.create(web + "/jobs/" + job + "/exceptions?maxExceptions=1");
    }

    /** The root of the newest failure, in one line. */
    Optional<String> last() throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(newest).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode trace = JSON.readTree(answer.body()).at("/exceptionHistory/entries/0/stacktrace");
            return trace.isTextual() ? root(trace.textValue()) : Optional.empty();
        } catch (IOException unknown) {
            LOG.debug("Flink does not tell why the job failed", unknown);
            return Optional.empty();
        }
    }

    /** Of a stack trace, the first line of its last cause. */
    static Optional<String> root(String trace) {
        String root = trace.lines()
                .filter(line -> line.startsWith(CAUSE))
                .reduce((above, below) -> below)
                .orElse(trace);
        return root.lines().findFirst().map(line -> line.startsWith(CAUSE) ? line.substring(CAUSE.length()) : line);
    }
}
