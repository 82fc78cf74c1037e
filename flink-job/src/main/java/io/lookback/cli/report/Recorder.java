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

    /** @param tapes file of each series */
    public Recorder(Map<String, Path> tapes) {
        files = new HashMap<>();
        tapes.forEach((series, file) -> files.put(series, file.toString()));
    }

    @Override
    public void open(OpenContext context) {
        pending = new HashMap<>();
    }

    @Override
    public void flatMap1(Score score, Collector<String> none) throws IOException {
        String series = score.observation().series();
        Pending tape = tape(series);
        Tape.write(score, tape.out);
        appendIfLarge(series, tape);
    }

    @Override
    public void flatMap2(Alert alert, Collector<String> none) throws IOException {
        Tape.write(alert, tape(alert.series()).out);
    }

    @Override
    public void close() throws IOException {
        if (pending != null) {
            for (Map.Entry<String, Pending> each : pending.entrySet()) {
                append(each.getKey(), each.getValue());
            }
        }
    }

    private Pending tape(String series) {
        return pending.computeIfAbsent(series, unused -> new Pending());
    }

    private void appendIfLarge(String series, Pending tape) throws IOException {
        if (tape.bytes.size() >= APPEND_BYTES) {
            append(series, tape);
        }
    }

    private void append(String series, Pending tape) throws IOException {
        String file = files.get(series);
        if (file == null) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "A score names the series '%s', which is none of this run", series));
        }
        try (OutputStream out =
                Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            tape.bytes.writeTo(out);
        }
        tape.bytes.reset();
    }

    private static final class Pending {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputView out = new DataOutputViewStreamWrapper(bytes);
    }
}
