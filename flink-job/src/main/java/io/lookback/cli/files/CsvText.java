package io.lookback.cli.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Opens a file of separated text: UTF-8, or UTF-16 as Excel exports it, with or without a byte order mark; separated by
 * tabs, semicolons, bars or commas, whichever parts all of its first rows alike.
 */
final class CsvText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int HEAD = 1 << 16;

    /** What a spreadsheet program takes for the beginning of a formula, also in its wide forms. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d.,' \u00A0]*([eE][-+]?\\d+)?\\s*%?");

    /** A comma comes last: numbers carry it, too. */
    private static final List<Character> DELIMITERS = List.of('\t', ';', '|');

    private static final int LONGEST_MAGIC = 4;

    private static final List<byte[]> COMPRESSED = List.of(
            new byte[] {0x1f, (byte) 0x8b},
            new byte[] {'P', 'K', 3, 4},
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
            new byte[] {(byte) 0xfd, '7', 'z', 'X'});

    private static final char COMMA = ',';
    private static final int SAMPLE_ROWS = 50;

    /**
     * How a file is written.
     *
     * @param delimiter between cells
     */
    record Form(Charset charset, char delimiter) {}

    private CsvText() {}

    /**
     * The cell as a spreadsheet program shows it and does not run it: a text that begins like a formula gets a {@code '} in
     * front. Numbers stay, negative ones too.
     */
    static String forSpreadsheets(String cell) {
        boolean formula = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
        return formula && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }

    /** Finds out how the file is written. */
    static Form form(Path file) throws IOException {
        Charset charset = charset(file);
        try (BufferedReader text = text(file, charset)) {
            char[] head = new char[HEAD];
            int length = 0;
            for (int read = 0; read >= 0 && length < HEAD; length += Math.max(0, read)) {
                read = text.read(head, length, HEAD - length);
            }
            return new Form(charset, delimiter(new String(head, 0, length)));
        }
    }

    /** The caller closes the parser, which closes the file. Bytes that are not text become replacement characters. */
    static CSVParser open(Path file, Form form) throws IOException {
        BufferedReader text = text(file, form.charset());
        try {
            return format(form.delimiter()).get().parse(text);
        } catch (IOException | RuntimeException failed) {
            text.close();
            throw failed;
        }
    }

    private static CSVFormat.Builder format(char delimiter) {
        return CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setTrailingData(true);
    }

    /** Why the next row of a parser could not be read: it takes cells of all forms but one that never ends. */
    static IOException failure(CSVParser parser, UncheckedIOException failed) {
        if (failed.getCause() instanceof CSVException) {
            String text = String.format(
                    Locale.ROOT,
                    "a quote opens in row %d, counted with the header, and nothing closes it",
                    parser.getRecordNumber() + 1);
            return new IOException(text, failed);
        }
        return new IOException(failed.getMessage(), failed);
    }

    private static BufferedReader text(Path file, Charset charset) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(Files.newInputStream(file), charset), 2 * HEAD);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** Whether the file begins like one of gzip, zip (as workbooks do), Zstandard or xz. */
    static boolean compressed(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] head = bytes.readNBytes(LONGEST_MAGIC);
            return COMPRESSED.stream()
                    .anyMatch(magic -> magic.length <= head.length
                            && Arrays.equals(magic, 0, magic.length, head, 0, magic.length));
        }
    }

    /** Without a mark, every other byte of UTF-16 is zero, which no text in UTF-8 has. */
    private static Charset charset(Path file) throws IOException {
        byte[] head;
        try (InputStream bytes = Files.newInputStream(file)) {
            head = bytes.readNBytes(HEAD);
        }
        if (head.length > 1 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        if (head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        long even = zeros(head, 0);
        long odd = zeros(head, 1);
        if (5 * Math.max(even, odd) > head.length) {
            return even > odd ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    private static long zeros(byte[] bytes, int from) {
        long zeros = 0;
        for (int i = from; i < bytes.length; i += 2) {
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    private static char delimiter(String head) {
        return DELIMITERS.stream()
                .filter(delimiter -> parts(head, delimiter))
                .findFirst()
                .orElse(COMMA);
    }

    /** Whether nine in ten rows have as many cells as each other, and more than one. */
    private static boolean parts(String head, char delimiter) {
        Map<Integer, Integer> widths = new HashMap<>();
        int rows = 0;
        try (CSVParser parser = format(delimiter).setLenientEof(true).get().parse(new StringReader(head))) {
            for (CSVRecord row : parser) {
                widths.merge(row.size(), 1, Integer::sum);
                if (++rows == SAMPLE_ROWS) {
                    break;
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException unreadable) {
            return false;
        }
        int alike = widths.entrySet().stream()
                .filter(width -> width.getKey() > 1)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
        return alike > 0 && 10 * alike >= 9 * rows;
    }
}
