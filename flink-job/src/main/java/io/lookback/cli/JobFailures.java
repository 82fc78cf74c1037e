package io.lookback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a job that goes on has failed: Flink tells it in its REST API alone. */
final class JobFailures {

    private static final Logger LOG = LoggerFactory.getLogger(JobFailures.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CAUSE = "Caused by: ";
    private static final String OWN = "io.lookback.";

    /** How Java prints an exception that the trace has already. */
    private static final String REPEATED = "^\\[CIRCULAR REFERENCE: ?(.*)]$";

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

    /** Of a stack trace, the first line of its last cause, or what the job itself says instead of that. */
    static Optional<String> root(String trace) {
        List<String> causes = Stream.concat(
                        trace.lines().limit(1), trace.lines().filter(line -> line.startsWith(CAUSE)))
                .map(line -> line.replaceFirst("^" + CAUSE, "").replaceAll(REPEATED, "$1"))
                .toList();
        return causes.stream()
                .filter(cause -> cause.startsWith(OWN))
                .findFirst()
                .map(cause -> cause.replaceFirst("^[\\w.$]+: ", ""))
                .or(() -> causes.stream().reduce((above, below) -> below));
    }
}
