package io.lookback.cli.backtest;

import io.lookback.cli.CliException;
import io.lookback.cli.LocalFlink;
import io.lookback.cli.files.ScoredCsv;
import io.lookback.cli.files.SeriesFile;
import io.lookback.cli.report.Recorder;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.Scoring;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Scores files with the job's own operators: one bounded job inside this process.
 *
 * @param interval between the rows of files without timestamps
 * @param output folder that receives a file for each input file, under the same relative path
 * @param recordings file of each series that receives all that a report shows; empty for no report
 */
record Backtest(
        List<SeriesFile> files,
        Duration interval,
        Path output,
        FlowSpec flow,
        int parallelism,
        Map<String, Path> recordings) {

    private static final Duration POLL = Duration.ofMillis(250);

    /**
     * What was written.
     *
     * @param rows of all files together; every row of the input is one
     * @param unusable rows without a score
     * @param anomalies rows that the detector calls anomalous
     */
    record Result(long series, long rows, long unusable, long anomalies) {}

    /**
     * Runs to the end.
     *
     * @param progress is told the number of rows written so far, again and again
     */
    Result run(LongConsumer progress) throws InterruptedException {
        try {
            StreamExecutionEnvironment environment = LocalFlink.hidden(parallelism);
            define(environment);
            JobClient job = environment.executeAsync("lookback backtest");
            JobExecutionResult scored = await(job, progress);
            Result result = completed(scored);
            progress.accept(result.rows());
            return result;
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (CliException known) {
            throw known;
        } catch (ExecutionException failed) {
            throw new BacktestFailed(failed.getCause() == null ? failed : failed.getCause());
        } catch (Exception failed) {
            throw new BacktestFailed(failed);
        }
    }

    private void define(StreamExecutionEnvironment environment) {
        Map<String, List<SeriesFile>> byPath = files.stream().collect(Collectors.groupingBy(SeriesFile::path));
        FileSource<Observation> source = FileSource.forBulkFileFormat(
                        new SeriesFormat(byPath, interval),
                        byPath.keySet().stream()
                                .sorted()
                                .map(path -> org.apache.flink.core.fs.Path.fromLocalFile(new File(path)))
                                .toArray(org.apache.flink.core.fs.Path[]::new))
                .build();
        DataStreamSource<Observation> observations =
                environment.fromSource(source, WatermarkStrategy.noWatermarks(), "Read files");
        SingleOutputStreamOperator<Score> scores = Scoring.score(observations, flow);
        scores.connect(scores.getSideOutput(Scoring.REJECTIONS))
                .flatMap(new ScoredRows(index(SeriesFile::relative), interval, output), Types.STRING)
                .name("Write files")
                .sinkTo(new DiscardingSink<>());
        if (!recordings.isEmpty()) {
            scores.connect(scores.getSideOutput(Scoring.ALERTS))
                    .flatMap(new Recorder(recordings), Types.STRING)
                    .name("Recording for the report")
                    .sinkTo(new DiscardingSink<>());
        }
    }

    private Map<String, SeriesFile> index(Function<SeriesFile, String> key) {
        return files.stream().collect(Collectors.toMap(key, Function.identity()));
    }

    private static JobExecutionResult await(JobClient job, LongConsumer progress) throws Exception {
        try {
            while (true) {
                try {
                    return job.getJobExecutionResult().get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException working) {
                    rows(job).ifPresent(progress);
                }
            }
        } catch (InterruptedException stopped) {
            job.cancel().get(10, TimeUnit.SECONDS);
            throw stopped;
        }
    }

    /** Rows written so far; empty where the job ended just now and its result is about to come. */
    private static OptionalLong rows(JobClient job) throws InterruptedException {
        try {
            Object rows = job.getAccumulators().get().get(ScoredRows.ROWS);
            return OptionalLong.of(rows instanceof Long count ? count : 0);
        } catch (ExecutionException | IllegalStateException ended) {
            return OptionalLong.empty();
        }
    }

    /** Files without a single usable row never met the job; they are written here. */
    private Result completed(JobExecutionResult scored) throws IOException {
        long series = counted(scored, ScoredRows.SERIES);
        long rows = counted(scored, ScoredRows.ROWS);
        long unusable = counted(scored, ScoredRows.UNUSABLE);
        if (series < files.size()) {
            for (SeriesFile file : files) {
                if (!Files.exists(output.resolve(file.relative()))) {
                    long blank = writeBlank(file);
                    series++;
                    rows += blank;
                    unusable += blank;
                }
            }
        }
        return new Result(series, rows, unusable, counted(scored, ScoredRows.ANOMALIES));
    }

    private long writeBlank(SeriesFile file) throws IOException {
        try (ScoredCsv blank = ScoredCsv.begin(file, interval, output.resolve(file.relative()))) {
            return blank.finish();
        }
    }

    private static long counted(JobExecutionResult result, String name) {
        Long count = result.getAccumulatorResult(name);
        return count == null ? 0 : count;
    }

    /** The job failed; the cause says why. */
    static final class BacktestFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BacktestFailed(Throwable cause) {
            super("The backtest failed", cause);
        }
    }
}
