package io.lookback.cli.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Opens a file of comma, semicolon or tab separated text, with or without a byte order mark. */
final class CsvText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int HEAD = 1 << 16;

    /** What a spreadsheet program takes for the beginning of a formula, also in its wide forms. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d.,' \u00A0]*([eE][-+]?\\d+)?\\s*%?");

    private CsvText() {}

    /**
     * The cell as a spreadsheet program shows it and does not run it: a text that begins like a formula gets a {@code '} in
     * front. Numbers stay, negative ones too.
     */
    static String forSpreadsheets(String cell) {
        boolean formula = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
        return formula && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }

    /** The caller closes the parser, which closes the file. Bytes that are no UTF-8 become replacement characters. */
    static CSVParser open(Path file) throws IOException {
        BufferedReader text =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8), 2 * HEAD);
        try {
            skipByteOrderMark(text);
            return CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(delimiter(firstLine(text)))
                    .setTrailingData(true)
                    .setLenientEof(true)
                    .get()
                    .parse(text);
        } catch (IOException | RuntimeException failed) {
            text.close();
            throw failed;
        }
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
    }

    private static String firstLine(BufferedReader text) throws IOException {
        text.mark(HEAD);
        char[] head = new char[HEAD];
        int length = Math.max(0, text.read(head));
        text.reset();
        return new String(head, 0, length)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }

    private static String delimiter(String line) {
        String best = ",";
        for (String candidate : List.of(";", "\t")) {
            best = count(line, candidate) > count(line, best) ? candidate : best;
        }
        return best;
    }

    private static int count(String line, String separator) {
        return line.length() - line.replace(separator, "").length();
    }
}
