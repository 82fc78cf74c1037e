package io.lookback.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Payloads that nobody should send: noise, and good ones with something changed. The same seed makes the same ones. */
final class Mutations {

    /** What has broken decoders before: borders of lengths and numbers, endless openings, half characters. */
    private static final List<byte[]> TROUBLE = List.of(
            new byte[] {0},
            new byte[] {1},
            new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
            new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10},
            new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f},
            new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x7f},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            Decoding.utf8("NaN"),
            Decoding.utf8("-Infinity"),
            Decoding.utf8("1e999999999"),
            Decoding.utf8("0." + "0".repeat(300) + "1"),
            Decoding.utf8("9".repeat(500)),
            Decoding.utf8("\\ud800"),
            Decoding.utf8("[".repeat(40)),
            Decoding.utf8("{\"a\":".repeat(40)),
            Decoding.utf8("\"\"\""),
            Decoding.utf8(",;\r\n"));

    private final byte[] good;
    private final SplittableRandom random;

    Mutations(byte[] good, long seed) {
        this.good = good;
        this.random = new SplittableRandom(seed);
    }

    byte[] next() {
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] payload = good.clone();
        for (int change = random.nextInt(4); change > 0; change--) {
            payload = changed(payload);
        }
        return payload;
    }

    private byte[] changed(byte[] payload) {
        int at = random.nextInt(payload.length + 1);
        int to = Math.min(payload.length, at + random.nextInt(16));
        byte[] trouble = TROUBLE.get(random.nextInt(TROUBLE.size()));
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(payload, at);
            case 1 -> replaced(payload, at, to, new byte[0]);
            case 2 -> replaced(payload, at, at, Arrays.copyOfRange(payload, at, to));
            case 3 -> replaced(payload, at, at, trouble);
            case 4 -> replaced(payload, at, to, trouble);
            case 5 -> flipped(payload);
            default ->
                replaced(
                        payload,
                        at,
                        to,
                        ByteBuffer.allocate(8).putLong(random.nextLong()).array());
        };
    }

    private byte[] flipped(byte[] payload) {
        byte[] flipped = payload.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] replaced(byte[] payload, int from, int to, byte[] with) {
        byte[] result = Arrays.copyOf(payload, payload.length - (to - from) + with.length);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(payload, to, result, from + with.length, payload.length - to);
        return result;
    }
}
