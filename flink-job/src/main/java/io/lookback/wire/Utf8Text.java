package io.lookback.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text of a value in UTF-8, without the byte order mark that some programs begin it with. */
final class Utf8Text {

    private static final char MARK = '\uFEFF';

    private Utf8Text() {}

    static String of(byte[] value) throws DecodingException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw DecodingException.undecodable("The value (%d bytes) is not UTF-8 text", value.length);
        }
    }
}
