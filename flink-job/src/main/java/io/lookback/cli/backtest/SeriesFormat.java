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
import java.util.HashMap;
import java.util.Iterator;
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
 * Reads a file from its beginning to its end as one split, its series one after the other. Rows that are not observations are left out:
 * whoever writes the scores reads the file as well and finds them there.
 */
final class SeriesFormat implements BulkFormat<Observation, FileSourceSplit> {

    private static final long serialVersionUID = 1L;
    private static final int BATCH_ROWS = 512;

    private final HashMap<String, List<SeriesFile>> files;
    private final Duration interval;

    /** @param files by the path that the split carries */
    SeriesFormat(Map<String, List<SeriesFile>> files, Duration interval) {
        this.files = new HashMap<>(files);
        this.interval = interval;
    }

    @Override
    public Reader<Observation> createReader(Configuration configuration, FileSourceSplit split) throws IOException {
        List<SeriesFile> series = files.get(Path.of(split.path().getPath()).toString());
        if (series == null) {
            throw new IOException(String.format(
                    Locale.ROOT, "%s is not one of the %d files of this run", split.path(), files.size()));
        }
        return new SeriesReader(series.iterator(), interval);
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

        private final Iterator<SeriesFile> series;
        private final Duration interval;
        private @Nullable SeriesFile file;
        private @Nullable CsvSeries rows;

        private SeriesReader(Iterator<SeriesFile> series, Duration interval) {
            this.series = series;
            this.interval = interval;
        }

        @Override
        public @Nullable RecordIterator<Observation> readBatch() {
            List<Observation> batch = new ArrayList<>(BATCH_ROWS);
            while (batch.isEmpty()) {
                if (rows == null || file == null || !rows.hasNext()) {
                    if (!series.hasNext()) {
                        return null;
                    }
                    close();
                    file = series.next();
                    rows = CsvSeries.open(file, interval);
                }
                fill(batch, file, rows);
            }
            ArrayResultIterator<Observation> iterator = new ArrayResultIterator<>();
            iterator.set(batch.toArray(Observation[]::new), batch.size(), CheckpointedPosition.NO_OFFSET, 0);
            return iterator;
        }

        private static void fill(List<Observation> batch, SeriesFile file, CsvSeries rows) {
            while (batch.size() < BATCH_ROWS && rows.hasNext()) {
                if (rows.next() instanceof CsvRow.Usable row) {
                    batch.add(observation(file, rows, row));
                }
            }
        }

        @Override
        public void close() {
            if (rows != null) {
                rows.close();
            }
        }

        private static Observation observation(SeriesFile file, CsvSeries rows, CsvRow.Usable row) {
            Origin origin = new Origin(file.relative(), 0, row.number());
            return new Observation(file.series(), row.time(), rows.features(), row.values(), origin, Payload.NONE);
        }
    }
}
