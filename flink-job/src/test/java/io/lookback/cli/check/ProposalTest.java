package io.lookback.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProposalTest {

    /** Bytes that the parser of JSON takes for two halves of pairs. */
    private static final String SURROGATES = "\u00f7\u00bf\u00bf\u00bf";

    @Test
    void passesOverNamesThatNoFileCanHold() throws IOException {
        List<byte[]> values = new ArrayList<>(IntStream.range(0, 20)
                .mapToObj(i -> record(i, "\"a\": %d".formatted(i % 7)))
                .toList());
        for (String odd : List.of(SURROGATES, "\\u0000", "\\ufffe")) {
            values.add(record(20, "\"n%s\": 1".formatted(odd)));
        }

        assertThat(Proposal.of(Optional.empty(), values, true))
                .containsEntry("series", "[host]")
                .containsEntry("values", "[v.a]");
    }

    private static byte[] record(int i, String value) {
        return "{\"host\": \"h1\", \"ts\": %d, \"v\": {%s}}"
                .formatted(1_764_300_000L + i, value)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
