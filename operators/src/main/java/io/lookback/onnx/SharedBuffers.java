package io.lookback.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Direct buffers by the name of a tensor, for calls of several shapes of which one runs at a time: each lies over the
 * first bytes of what the largest of them needs. What a call has read or written is gone once another one is used.
 */
public final class SharedBuffers {

    private final Map<String, ByteBuffer> buffers = new HashMap<>();

    /** All of the buffer of that name; it has been reserved before. */
    ByteBuffer get(String name) {
        return Objects.requireNonNull(buffers.get(name), name);
    }

    /** The first bytes of the buffer of that name, in native order; a buffer that is too small is replaced. */
    ByteBuffer reserve(String name, int bytes) {
        return buffers.compute(
                        name,
                        (key, known) ->
                                known != null && known.capacity() >= bytes ? known : ByteBuffer.allocateDirect(bytes))
                .slice(0, bytes)
                .order(ByteOrder.nativeOrder());
    }
}
