package io.lookback.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads lines of InfluxDB's line protocol, one point each; blank lines and comments are passed over. */
final class InfluxReader implements RecordReader {

    @Override
    public Object read(byte[] value) throws DecodingException {
        String text = text(value);
        List<InfluxLine> lines = new ArrayList<>(1);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r' || c == ' ') {
                at++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + 1;
            } else {
                InfluxParser parser = new InfluxParser(text, at);
                lines.add(parser.line());
                at = parser.position();
            }
        }
        if (lines.isEmpty()) {
            throw DecodingException.undecodable("The value has no line of influx line protocol");
        }
        return lines;
    }

    private static String text(byte[] value) throws DecodingException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw DecodingException.undecodable("The value (%d bytes) is not UTF-8 text", value.length);
        }
    }
}
