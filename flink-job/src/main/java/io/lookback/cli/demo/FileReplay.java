package io.lookback.cli.demo;

import io.lookback.cli.files.CsvRow;
import io.lookback.cli.files.CsvSeries;
import io.lookback.cli.files.SeriesFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Files as a replay: the rows of each file in their order, the files merged by time. */
public final class FileReplay implements Replay {

    private final List<SeriesFile> files;
    private final List<Cursor> cursors = new ArrayList<>();
    private final PriorityQueue<Cursor> order =
            new PriorityQueue<>(Comparator.comparingLong(Cursor::time).thenComparingInt(Cursor::index));
    private final List<Label> labels = new ArrayList<>();
    private long skipped;

    /** Opens all files. */
    public FileReplay(List<SeriesFile> files, Duration interval) {
        this.files = List.copyOf(files);
        try {
            for (SeriesFile file : files) {
                Cursor cursor = new Cursor(cursors.size(), file.series(), CsvSeries.open(file, interval));
                cursors.add(cursor);
                enqueue(cursor);
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    @Override
    public boolean hasNext() {
        return !order.isEmpty();
    }

    @Override
    public DemoRecord next() {
        Cursor cursor = order.poll();
        if (cursor == null) {
            throw new NoSuchElementException("The replay has ended");
        }
        CsvRow.Usable row = cursor.require();
        DemoRecord record = new DemoRecord(cursor.series, row.time(), cursor.rows.features(), row.values());
        cursor.label(row);
        enqueue(cursor);
        return record;
    }

    @Override
    public List<Label> labels() {
        List<Label> all = new ArrayList<>(labels);
        cursors.stream().map(Cursor::open).forEach(all::addAll);
        return List.copyOf(all);
    }

    @Override
    public List<String> series() {
        return files.stream().map(SeriesFile::series).toList();
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public void close() {
        cursors.forEach(cursor -> cursor.rows.close());
    }

    private void enqueue(Cursor cursor) {
        if (cursor.advance()) {
            order.add(cursor);
        }
    }

    /** Where the replay stands in one file. */
    private final class Cursor {

        private final int index;
        private final String series;
        private final CsvSeries rows;
        private CsvRow.@Nullable Usable row;
        private @Nullable Label label;

        private Cursor(int index, String series, CsvSeries rows) {
            this.index = index;
            this.series = series;
            this.rows = rows;
        }

        private int index() {
            return index;
        }

        private long time() {
            return require().time();
        }

        private CsvRow.Usable require() {
            if (row == null) {
                throw new IllegalStateException(String.format(Locale.ROOT, "Series '%s' has no further row", series));
            }
            return row;
        }

        private boolean advance() {
            row = null;
            while (row == null && rows.hasNext()) {
                if (rows.next() instanceof CsvRow.Usable usable) {
                    row = usable;
                } else {
                    skipped++;
                }
            }
            return row != null;
        }

        private void label(CsvRow.Usable passed) {
            if (passed.labeled()) {
                long begin = label == null ? passed.time() : label.begin();
                label = new Label(series, begin, passed.time(), "labeled");
            } else if (label != null) {
                labels.add(label);
                label = null;
            }
        }

        private List<Label> open() {
            return label == null ? List.of() : List.of(label);
        }
    }
}
