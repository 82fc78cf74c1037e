package io.lookback.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry with Confluent's HTTP API. A registry that does not answer is asked again, and the records wait; when
 * patience is over the caller gets an {@link IOException} and with it the job its restart, since no record is at fault.
 *
 * <p>What answers at its address may be a proxy while the registry is away. So only two answers about an id count: a
 * schema, and a 404 with the registry's own error code. Any other 404, and an answer that breaks off, is too large or
 * holds no schema, is waited out like silence, unless the registry lists its subjects: then it is there, and the id is at
 * fault, for whoever registered the schema wrote what it answers. After the third such answer the records that name the id
 * are refused, and the others go on. The same goes for an id that the registry refuses to a job whose credentials are good.
 *
 * @param url such as {@code http://registry:8081}
 * @param user for basic authentication, empty for none
 * @param password never shown
 * @param token for bearer authentication, empty for none; never shown
 * @param patience with a registry that does not answer
 */
public record SchemaRegistry(URI url, String user, String password, String token, Duration patience)
        implements Serializable {

    /** Shorter than a checkpoint may usually take, since none completes while records wait. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Answers that are not believed: after an outage that something is not there, or that cannot be used. */
    private static final int DOUBTS = 2;

    private static final JsonMapper JSON = new JsonMapper();

    public SchemaRegistry {
        if (url.getScheme() == null || !url.getScheme().startsWith("http") || url.getHost() == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "'%s' is not an address of a schema registry: give one such as http://registry:8081",
                    Secrets.hide(url.toString())));
        }
        if (!user.isEmpty() && !token.isEmpty()) {
            throw new IllegalArgumentException("the registry has a user and a token: keep one of the two");
        }
    }

    /** The same, asked with another patience. */
    SchemaRegistry within(Duration other) {
        return new SchemaRegistry(url, user, password, token, other);
    }

    /** To ask with; its thread ends once nobody holds it. */
    HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }

    /** The schema of an id that a record names. */
    Schema schema(HttpClient client, int id) throws DecodingException, IOException {
        RegistryAnswer answer;
        try {
            answer = send(client, request("/schemas/ids/" + id).GET().build(), RegistryAnswer::tellsOfSchema);
        } catch (BoundedExchange.Unusable e) {
            throw DecodingException.undecodable(
                    "The value names schema id %d, which the registry at %s does not tell: %s",
                    id, shown(), Excerpt.ofMessage(e));
        }
        if (answer.notFound()) {
            throw DecodingException.undecodable(
                    "The value names schema id %d, which the registry at %s does not hold", id, shown());
        }
        if (!answer.ok() && !answer.troubled() && listsSubjects(client)) {
            throw DecodingException.undecodable(
                    "The value names schema id %d, which the registry at %s refuses with status %d: %s",
                    id, shown(), answer.status(), Excerpt.of(answer.text()));
        }
        JsonNode body = ok(answer);
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw DecodingException.undecodable(
                    "The value names schema id %d, which is of type %s and not AVRO", id, type);
        }
        if (!body.path("references").isEmpty()) {
            throw DecodingException.undecodable(
                    "The value names schema id %d, which refers to other schemas; register one that contains them", id);
        }
        try {
            Schema schema = new Schema.Parser().parse(body.path("schema").asText());
            SchemaSize.require(schema);
            return schema;
        } catch (RuntimeException | StackOverflowError e) {
            throw DecodingException.undecodable(
                    "The value names schema id %d, which is not a schema: %s", id, Excerpt.ofMessage(e));
        }
    }

    /** Whether it is the registry that answers, to a job whose credentials are good: then the fault is the id's. */
    private boolean listsSubjects(HttpClient client) throws InterruptedIOException {
        try {
            RegistryAnswer answer =
                    exchange(client, request("/subjects?limit=1").GET().build());
            return answer.ok() && answer.body().isArray();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Registers a schema, unless the subject has it already.
     *
     * @return its id
     */
    int register(String subject, Schema schema) throws IOException {
        String body = JSON.writeValueAsString(Map.of("schema", schema.toString()));
        String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
        HttpRequest request = request(path)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return ok(send(client(), request, RegistryAnswer::tellsId))
                    .path("id")
                    .asInt();
        } catch (BoundedExchange.Unusable e) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "The schema registry at %s does not register subject '%s': %s",
                            shown(),
                            subject,
                            e.getMessage()),
                    e);
        }
    }

    private HttpRequest.Builder request(String path) {
        String base = url.toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (!user.isEmpty()) {
            byte[] credentials = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    /**
     * Tries again while the registry is out of reach or says that it is itself in trouble. One that was may not know all
     * that it knows when it comes back: that it does not hold something is then believed at the third time.
     *
     * @param usable whether an answer is one that a registry gives to such a request
     * @throws BoundedExchange.Unusable if a registry that lists its subjects gives none
     */
    private RegistryAnswer send(HttpClient client, HttpRequest request, Predicate<RegistryAnswer> usable)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        int doubts = 0;
        int unusable = 0;
        while (true) {
            boolean last = System.nanoTime() > deadline;
            try {
                RegistryAnswer answer = exchange(client, request);
                answer.require(usable);
                boolean doubtful = answer.notFound() && doubts > 0;
                if (!answer.troubled() && !doubtful || last) {
                    return answer;
                }
                doubts = doubtful ? doubts - 1 : DOUBTS;
                LOG.warn("The schema registry at {} answers {}; asking again", shown(), answer.status());
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (IOException e) {
                boolean odd = e instanceof BoundedExchange.Unusable;
                if (odd && (unusable++ >= DOUBTS || last) && listsSubjects(client)) {
                    throw e;
                }
                if (last) {
                    throw new IOException(
                            String.format(
                                    Locale.ROOT,
                                    "The schema registry at %s does not answer for %s: %s",
                                    shown(),
                                    patience,
                                    Excerpt.ofMessage(e)),
                            e);
                }
                doubts = DOUBTS;
                LOG.warn("The schema registry at {} does not answer ({}); asking again", shown(), Excerpt.ofMessage(e));
            }
            sleep(pause);
            pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
        }
    }

    private RegistryAnswer exchange(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        return RegistryAnswer.of(BoundedExchange.send(client, request, Collections.min(List.of(TIMEOUT, patience))));
    }

    private static void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("Interrupted while asking the schema registry");
        stopped.initCause(cause);
        return stopped;
    }

    private JsonNode ok(RegistryAnswer answer) throws IOException {
        if (!answer.ok()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "The schema registry at %s answers %d to %s: %s",
                    shown(),
                    answer.status(),
                    answer.path(),
                    Excerpt.of(answer.text())));
        }
        return answer.body();
    }

    /** Its address for people and logs. */
    private String shown() {
        return Secrets.hide(url.toString());
    }

    @Override
    public String toString() {
        return shown() + (user.isEmpty() ? "" : " as " + user);
    }
}
