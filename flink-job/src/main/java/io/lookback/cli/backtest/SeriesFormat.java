package io.lookback.cli.backtest;

import io.lookback.cli.files.CsvRow;
import io.lookback.cli.files.CsvSeries;
import io.lookback.cli.files.SeriesFile;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.flow.DomainTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of one series from its beginning to its end as one split. Rows that are no observations are left out:
 * whoever writes the scores reads the file as well and finds them there.
 */
final class SeriesFormat implements BulkFormat<Observation, FileSourceSplit> {

    private static final long serialVersionUID = 1L;
    private static final int BATCH_ROWS = 512;

    private final Map<String, SeriesFile> files;
    private final Duration interval;

    /** @param files by the path that the split carries */
    SeriesFormat(Map<String, SeriesFile> files, Duration interval) {
        this.files = Map.copyOf(files);
        this.interval = interval;
    }

    @Override
    public Reader<Observation> createReader(Configuration configuration, FileSourceSplit split) throws IOException {
        SeriesFile file = files.get(Path.of(split.path().getPath()).toString());
        if (file == null) {
            throw new IOException(String.format(
                    Locale.ROOT, "%s is not one of the %d files of this run", split.path(), files.size()));
        }
        return new SeriesReader(file, CsvSeries.open(file.file(), interval));
    }

    /** There are no checkpoints: a run that fails is started again. */
    @Override
    public Reader<Observation> restoreReader(Configuration configuration, FileSourceSplit split) throws IOException {
        throw new IOException("A backtest does not continue, it starts again; split " + split.path());
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<Observation> getProducedType() {
        return DomainTypes.OBSERVATION;
    }

    private static final class SeriesReader implements Reader<Observation> {

        private final SeriesFile file;
        private final CsvSeries rows;

        private SeriesReader(SeriesFile file, CsvSeries rows) {
            this.file = file;
            this.rows = rows;
        }

        @Override
        public @Nullable RecordIterator<Observation> readBatch() {
            List<Observation> batch = new ArrayList<>(BATCH_ROWS);
            while (batch.size() < BATCH_ROWS && rows.hasNext()) {
                if (rows.next() instanceof CsvRow.Usable row) {
                    batch.add(observation(row));
                }
            }
            if (batch.isEmpty()) {
                return null;
            }
            ArrayResultIterator<Observation> iterator = new ArrayResultIterator<>();
            iterator.set(batch.toArray(Observation[]::new), batch.size(), CheckpointedPosition.NO_OFFSET, 0);
            return iterator;
        }

        @Override
        public void close() {
            rows.close();
        }

        private Observation observation(CsvRow.Usable row) {
            Origin origin = new Origin(file.relative(), 0, row.number());
            return new Observation(file.series(), row.time(), rows.features(), row.values(), origin, Payload.NONE);
        }
    }
}
