package io.lookback.cli.report;

import io.lookback.event.Alert;
import io.lookback.event.Score;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.streaming.api.functions.co.RichCoFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Tapes the scores and alerts of the series that come here. All records of a series come to one subtask. No file stays
 * open: what came is appended now and then.
 */
public final class Recorder extends RichCoFlatMapFunction<Score, Alert, String> {

    private static final long serialVersionUID = 1L;
    private static final int APPEND_BYTES = 1 << 16;

    private final Map<String, String> files;
    private transient Map<String, Pending> pending;

    /** @param recordings file of each series */
    public Recorder(Map<String, Path> recordings) {
        files = new HashMap<>();
        recordings.forEach((series, file) -> files.put(series, file.toString()));
    }

    @Override
    public void open(OpenContext context) {
        pending = new HashMap<>();
    }

    @Override
    public void flatMap1(Score score, Collector<String> none) throws IOException {
        String series = score.observation().series();
        Pending recording = recording(series);
        Recording.write(score, recording.out);
        appendIfLarge(series, recording);
    }

    @Override
    public void flatMap2(Alert alert, Collector<String> none) throws IOException {
        Recording.write(alert, recording(alert.series()).out);
    }

    @Override
    public void close() throws IOException {
        if (pending != null) {
            for (Map.Entry<String, Pending> each : pending.entrySet()) {
                append(each.getKey(), each.getValue());
            }
        }
    }

    private Pending recording(String series) {
        return pending.computeIfAbsent(series, unused -> new Pending());
    }

    private void appendIfLarge(String series, Pending recording) throws IOException {
        if (recording.bytes.size() >= APPEND_BYTES) {
            append(series, recording);
        }
    }

    private void append(String series, Pending recording) throws IOException {
        String file = files.get(series);
        if (file == null) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "A score names the series '%s', which is none of this run", series));
        }
        try (OutputStream out =
                Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            recording.bytes.writeTo(out);
        }
        recording.bytes.reset();
    }

    private static final class Pending {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputView out = new DataOutputViewStreamWrapper(bytes);
    }
}
