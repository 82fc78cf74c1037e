package io.lookback.cli.files;

import io.lookback.event.Values;
import java.util.List;

/** A row of a series' file, as text and as what it means. */
public sealed interface CsvRow {

    /** Counted from 0, header and empty lines left out. */
    long number();

    /** As the file has it; where the file has none, the instant that the row's number stands for. */
    String timestamp();

    /**
     * The value cells in the order of {@link CsvLayout#features()}: numbers written as {@code 1234.5}, all else as the
     * file has it.
     */
    List<String> cells();

    /**
     * A row to score.
     *
     * @param time event-time ms
     * @param labeled whether the file's label column calls the row anomalous; never shown to a detector
     */
    record Usable(long number, String timestamp, List<String> cells, long time, Values values, boolean labeled)
            implements CsvRow {}

    /**
     * A row that cannot be scored.
     *
     * @param line of the file at which the row ends, counted from 1
     * @param reason what is wrong with it, for a person
     */
    record Unusable(long number, String timestamp, List<String> cells, long line, String reason) implements CsvRow {}
}
