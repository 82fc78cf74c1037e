package io.lookback.integration;

import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.ForecasterWeight;
import io.lookback.event.Incident;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Values;
import io.lookback.wire.OutputFormat;
import io.lookback.wire.RecordWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes scores and alerts to topics as a job does: scores and incidents in Avro, alerts in JSON. One thread. */
final class Telling implements AutoCloseable {

    private static final String PREFIX = "told-";

    static final String SCORES = PREFIX + "scores";
    static final String ALERTS = PREFIX + "alerts";
    static final String INCIDENTS = PREFIX + "incidents";
    static final String FORECASTS = PREFIX + "forecasts";

    private static final Instant BEGIN = Instant.parse("2024-03-01T00:00:00Z");
    private static final Features FEATURES = Features.of("cpu", "memory");

    private final String prefix;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordWriter<Score> scores =
            new OutputFormat.Avro(null).scores(SCORES).open();
    private final RecordWriter<Alert> alerts =
            new OutputFormat.Json().alerts(ALERTS).open();
    private final RecordWriter<Incident> incidents =
            new OutputFormat.Avro(null).incidents(INCIDENTS).open();
    private final RecordWriter<MultiStepForecast> forecasts =
            new OutputFormat.Json().forecasts(FORECASTS).open();
    private long offset;

    Telling(String bootstrap) {
        this(bootstrap, PREFIX);
    }

    /** @param prefix of the names of the topics */
    Telling(String bootstrap, String prefix) {
        this.prefix = prefix;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A score whose cell looked two and five minutes back. */
    void score(String series, int minute, double severity) throws IOException {
        double cpu = 40 + 10 * Math.sin(minute / 15.0) + 30 * severity;
        Observation observation = new Observation(
                series,
                time(minute),
                FEATURES,
                Values.of(cpu, 7e9 + 1e6 * minute),
                new Origin("in", 0, offset++),
                Payload.NONE);
        List<ForecasterWeight> weights =
                List.of(new ForecasterWeight("attention-1", 0.625, 41.5), new ForecasterWeight("last", 0.375, 40.25));
        List<FeatureScore> features = List.of(
                new FeatureScore(41, 30, 60, 0.75).withWeights(weights), new FeatureScore(7e9, 6.9e9, 7.5e9, 0.25));
        List<AttendedStep> steps =
                List.of(new AttendedStep(time(minute - 2), 0.5), new AttendedStep(time(minute - 5), 0.25));
        Score score = new Score(
                observation,
                severity > 0.8 ? 0.9 : 0,
                severity,
                severity > 0.8,
                Status.READY,
                1,
                features,
                Set.of(),
                "attention-1",
                List.of(new Attention("attention-1", "cpu", steps)));
        send("scores", series, scores.write(score));
    }

    void alert(String series, Alert.Phase phase, int begin, int end) throws IOException {
        Alert alert = new Alert(
                series + "@" + begin,
                series,
                phase,
                time(begin),
                time(begin),
                time(end),
                0.9,
                0.9,
                3,
                "cpu",
                Direction.ABOVE,
                88,
                41,
                List.of(new Contribution("cpu", 1)),
                null,
                AlertKind.LEVEL,
                "cpu is 88 instead of 41",
                null);
        send("alerts", series, alerts.write(alert));
    }

    /** Of alerts that began at that minute. */
    void incident(Alert.Phase phase, int begin, String... series) throws IOException {
        List<Incident.Member> members = Arrays.stream(series)
                .map(name -> new Incident.Member(
                        name,
                        name + "@" + begin,
                        phase != Alert.Phase.END,
                        time(begin),
                        time(begin + 9),
                        0.9,
                        "cpu is 88 instead of 41"))
                .toList();
        Incident incident = new Incident(
                "incident-" + begin,
                phase,
                series[0] + " and others",
                time(begin),
                time(begin + 9),
                0.9,
                series[0],
                "",
                series.length,
                members,
                series.length + " series are anomalous together");
        send("incidents", incident.id(), incidents.write(incident));
    }

    /** Of the steps after that minute. */
    void forecast(String series, int minute, int steps) throws IOException {
        double[] expected = new double[steps];
        double[] lower = new double[steps];
        double[] upper = new double[steps];
        for (int step = 0; step < steps; step++) {
            expected[step] = 45;
            lower[step] = 40 - step;
            upper[step] = 50 + step;
        }
        MultiStepForecast forecast = new MultiStepForecast(
                series,
                time(minute),
                60_000,
                "attention-1",
                List.of(new MultiStepForecast.Path("cpu", Values.of(expected), Values.of(lower), Values.of(upper))));
        send("forecasts", series, forecasts.write(forecast));
    }

    /** Bytes that no job could read. */
    void deadLetter(String bytes) {
        send("dead-letters", "unknown", bytes.getBytes(StandardCharsets.UTF_8));
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(String kind, String series, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(prefix + kind, series.getBytes(StandardCharsets.UTF_8), value));
    }

    private static long time(int minute) {
        return BEGIN.plusSeconds(60L * minute).toEpochMilli();
    }
}
