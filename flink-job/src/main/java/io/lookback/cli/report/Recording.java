package io.lookback.cli.report;

import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Score;
import io.lookback.flow.DomainTypes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was found out about one series, in the order of its rows. On disk scores and alerts as operators hand
 * them on, each with a byte in front that tells which; it lives as long as the run.
 *
 * @param rows in the order of the file
 * @param alerts as they stood last, in the order of their beginnings
 */
record Recording(Features features, List<RecordedRow> rows, List<Alert> alerts) {

    private static final byte SCORE = 0;
    private static final byte ALERT = 1;

    private static final TypeSerializer<Score> SCORES = DomainTypes.SCORE.createSerializer(new SerializerConfigImpl());
    private static final TypeSerializer<Alert> ALERTS = DomainTypes.ALERT.createSerializer(new SerializerConfigImpl());

    static void write(Score score, DataOutputView out) throws IOException {
        out.writeByte(SCORE);
        SCORES.serialize(score, out);
    }

    static void write(Alert alert, DataOutputView out) throws IOException {
        out.writeByte(ALERT);
        ALERTS.serialize(alert, out);
    }

    static Recording read(Path file) throws IOException {
        @Nullable Features features = null;
        List<RecordedRow> rows = new ArrayList<>();
        Map<String, Alert> alerts = new LinkedHashMap<>();
        TypeSerializer<Score> scores = SCORES.duplicate(); // one for each reader: it remembers names
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            DataInputView in = new DataInputViewStreamWrapper(bytes);
            for (int kind = bytes.read(); kind >= 0; kind = bytes.read()) {
                if (kind == SCORE) {
                    Score score = scores.deserialize(in);
                    features = score.observation().features();
                    rows.add(RecordedRow.of(score));
                } else {
                    Alert alert = ALERTS.deserialize(in);
                    alerts.put(alert.id(), alert);
                }
            }
        }
        if (features == null) {
            throw new IOException(String.format(Locale.ROOT, "%s holds no score", file));
        }
        rows.sort(Comparator.comparingLong(RecordedRow::row));
        List<Alert> sorted = alerts.values().stream()
                .sorted(Comparator.comparingLong(Alert::begin))
                .toList();
        return new Recording(features, rows, sorted);
    }
}
