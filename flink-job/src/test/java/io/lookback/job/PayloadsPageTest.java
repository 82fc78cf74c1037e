package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every section of the page that shows a record, a mapping and what becomes of the record. */
class PayloadsPageTest {

    private static final Path PAGE = Path.of("../docs/payloads.md");
    private static final Pattern EXAMPLE = Pattern.compile(
            "```(?:json|text influx)\n(.*?)```\\s+```yaml\n(.*?)```\\s+```text\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource
    void mapsTheRecordAsItSays(String record, String mapping, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), mapping);
        JobConfig config =
                JobConfig.load(Optional.of(file), List.of("kafka.bootstrap=broker:9092", "input.topic=t"), Map.of());

        assertThat(decoded(config, record))
                .containsExactlyElementsOf(expected.lines().toList());
    }

    static Stream<Arguments> mapsTheRecordAsItSays() throws IOException {
        List<Arguments> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            examples.add(Arguments.of(matcher.group(1), matcher.group(2), matcher.group(3)));
        }
        assertThat(examples).hasSizeGreaterThan(8);
        return examples.stream();
    }

    private static List<String> decoded(JobConfig config, String record) throws IOException {
        List<Either<Rejection, Observation>> decoded = new ArrayList<>();
        Payload payload = new Payload(
                null, Bytes.wrap(record.getBytes(StandardCharsets.UTF_8)), List.of(), System.currentTimeMillis());
        config.input().decoder().open().decode(new Origin("t", 0, 7, false), payload, decoded::add);
        return decoded.stream()
                .map(one -> one.isLeft() ? one.left().message() : line(one.right()))
                .toList();
    }

    private static String line(Observation observation) {
        StringBuilder line = new StringBuilder(observation.series() + ' ' + Instant.ofEpochMilli(observation.time()));
        IntStream.range(0, observation.values().size())
                .forEach(i -> line.append(' ')
                        .append(observation.features().names().get(i))
                        .append('=')
                        .append(observation.values().at(i)));
        return line.toString();
    }
}
