package io.lookback.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of InfluxDB's line protocol, one point each; blank lines and comments are passed over. Lines that cannot be
 * read between others become points that are {@link Unreadable}, so that the others are scored.
 */
final class InfluxReader implements RecordReader {

    @Override
    public Object read(byte[] value) throws DecodingException {
        String text = Utf8Text.of(value);
        List<Object> lines = new ArrayList<>(1);
        Unreadable unreadable = null;
        boolean readable = false;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r' || c == ' ') {
                at++;
            } else if (c == '#') {
                at = lineEnd(text, at);
            } else {
                InfluxParser parser = new InfluxParser(text, at);
                try {
                    lines.add(parser.line());
                    readable = true;
                    at = parser.position();
                } catch (DecodingException e) {
                    unreadable = unreadable == null ? new Unreadable(e) : unreadable;
                    lines.add(unreadable);
                    at = lineEnd(text, parser.position() == text.length() ? at : parser.position());
                }
            }
        }
        require(readable, unreadable);
        return lines;
    }

    private static void require(boolean readable, @Nullable Unreadable unreadable) throws DecodingException {
        if (!readable) {
            throw unreadable == null
                    ? DecodingException.undecodable("The value has no line of influx line protocol")
                    : unreadable.failure();
        }
    }

    /** Of a quote that nothing closes, the line in which it opens. */
    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }
}
