package io.lookback.cli.choose;

import io.lookback.cli.check.Sample;
import io.lookback.cli.skill.Track;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.job.JobConfig;
import io.lookback.wire.ObservationDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.types.Either;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The tracks in the latest records of a topic, each in the order of event time. One thread. */
final class TopicTracks {

    private final Map<String, SortedMap<Long, Double>> tracks = new LinkedHashMap<>();

    private final Set<String> series = new HashSet<>();

    private TopicTracks() {}

    /**
     * @param most records
     * @param notes is told if fewer were read than there are
     */
    static FoundTracks of(JobConfig job, int most, Consumer<String> notes) throws IOException {
        TopicTracks found = new TopicTracks();
        ObservationDecoder decoder = job.input().decoder().open();
        Sample sample = Sample.read(job, most);
        sample.note().ifPresent(notes);
        for (ConsumerRecord<byte[], byte[]> record : sample.records()) {
            decoder.decode(record, found::add);
        }
        List<Track> all = new ArrayList<>();
        found.tracks.forEach((name, values) -> all.add(new Track(
                name,
                values.keySet().stream().mapToLong(Long::longValue).toArray(),
                values.values().stream().mapToDouble(Double::doubleValue).toArray())));
        return new FoundTracks(all, found.series.size());
    }

    private void add(Either<Rejection, Observation> decoded) {
        if (decoded.isLeft()) {
            return;
        }
        Observation observation = decoded.right();
        series.add(observation.series());
        for (int i = 0; i < observation.values().size(); i++) {
            if (!observation.values().missing(i)) {
                tracks.computeIfAbsent(
                                observation.series()
                                        + ' '
                                        + observation.features().names().get(i),
                                name -> new TreeMap<>())
                        .put(observation.time(), observation.values().at(i));
            }
        }
    }
}
