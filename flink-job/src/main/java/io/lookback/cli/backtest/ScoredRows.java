package io.lookback.cli.backtest;

import io.lookback.cli.files.RowScore;
import io.lookback.cli.files.ScoredCsv;
import io.lookback.cli.files.SeriesFile;
import io.lookback.event.FeatureScore;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.RichCoFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Writes the scores of the series that come here into their files, and hands on the name of each series whose file is
 * complete. All scores of a series come to one subtask.
 */
final class ScoredRows extends RichCoFlatMapFunction<Score, Rejection, String> {

    /** Accumulators. */
    static final String ROWS = "rows";

    static final String UNUSABLE = "unusable";
    static final String ANOMALIES = "anomalies";
    static final String SERIES = "series";

    private static final long serialVersionUID = 1L;

    private final Map<String, SeriesFile> files;
    private final Duration interval;
    private final String folder;
    private final LongCounter rows = new LongCounter();
    private final LongCounter unusable = new LongCounter();
    private final LongCounter anomalies = new LongCounter();
    private final LongCounter complete = new LongCounter();
    private transient Map<String, ScoredCsv> open;

    /** @param files by {@link SeriesFile#relative()}, which is the source that origins name */
    ScoredRows(Map<String, SeriesFile> files, Duration interval, Path folder) {
        this.files = Map.copyOf(files);
        this.interval = interval;
        this.folder = folder.toString();
    }

    @Override
    public void open(OpenContext context) {
        open = new HashMap<>();
        getRuntimeContext().addAccumulator(ROWS, rows);
        getRuntimeContext().addAccumulator(UNUSABLE, unusable);
        getRuntimeContext().addAccumulator(ANOMALIES, anomalies);
        getRuntimeContext().addAccumulator(SERIES, complete);
    }

    @Override
    public void flatMap1(Score score, Collector<String> finished) throws IOException {
        anomalies.add(score.anomaly() ? 1 : 0);
        accept(score.observation().origin().source(), rowScore(score), finished);
    }

    @Override
    public void flatMap2(Rejection rejection, Collector<String> finished) throws IOException {
        accept(rejection.origin().source(), RowScore.unusable(rejection.origin().offset()), finished);
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            for (ScoredCsv file : open.values()) {
                file.close();
            }
        }
    }

    private void accept(String source, RowScore score, Collector<String> finished) throws IOException {
        ScoredCsv file = open.computeIfAbsent(source, this::begin);
        long unusableBefore = file.unusable();
        rows.add(file.accept(score));
        unusable.add(file.unusable() - unusableBefore);
        if (file.complete()) {
            file.finish();
            open.remove(source);
            complete.add(1);
            finished.collect(source);
        }
    }

    private ScoredCsv begin(String source) {
        SeriesFile file = files.get(source);
        if (file == null) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "A score names the file '%s', which is none of this run", source));
        }
        return ScoredCsv.begin(file, interval, Path.of(folder, source));
    }

    private static RowScore rowScore(Score score) {
        int top = top(score.features());
        FeatureScore feature = score.features().get(top);
        return new RowScore(
                score.observation().origin().offset(),
                score.score(),
                score.severity(),
                score.anomaly(),
                score.observation().features().names().get(top),
                feature.expected(),
                feature.lower(),
                feature.upper(),
                score.status().name().toLowerCase(Locale.ROOT));
    }

    private static int top(List<FeatureScore> features) {
        return IntStream.range(0, features.size())
                .reduce((best, next) ->
                        features.get(next).contribution() > features.get(best).contribution() ? next : best)
                .orElse(0);
    }
}
