package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Rejection.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDecodingTest {

    private static final InputFormat FORMAT = new InputFormat.Csv(List.of("host", "time", "cpu", "mem"), ';');

    @Test
    void readsARow() {
        Observation observation = Decoding.with(FORMAT, Decoding.mapping("host", "time", "cpu", "mem"))
                .observation("\"a;b\" ; 1700000000123; 1.5; \r\n");

        assertThat(observation.series()).isEqualTo("a;b");
        assertThat(observation.time()).isEqualTo(1_700_000_000_123L);
        assertThat(observation.values().toArray()).containsExactly(1.5, Double.NaN);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheSeries() {
        assertThat(Decoding.with(FORMAT, Decoding.mapping("host", "time"))
                        .observation("\uFEFFa;1700000000;2;3")
                        .series())
                .isEqualTo("a");
    }

    @Test
    void allOtherColumnsAreTheValues() {
        Observation observation =
                Decoding.with(FORMAT, Decoding.mapping("host", "time")).observation("a;1700000000;2;3");

        assertThat(observation.features().names()).containsExactly("cpu", "mem");
        assertThat(observation.values().toArray()).containsExactly(2, 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    a;1;2            | The row has 3 fields, the columns configured are 4: [host, time, cpu, mem]
                    a;1;2;3;4        | The row has 5 fields, the columns configured are 4
                    "a;1;2;3         | The value is not a CSV row
                    """)
    void saysWhyBytesAreNotARow(String row, String message) {
        Rejection rejection =
                Decoding.with(FORMAT, Decoding.mapping("host", "time")).rejection(row);

        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.message()).startsWith(message);
    }

    @Test
    void refusesSeveralRowsNoneAndForeignCharacters() {
        Decoding decoding = Decoding.with(FORMAT, Decoding.mapping("host", "time"));

        assertThat(decoding.rejection("a;1;2;3\nb;1;2;3").message())
                .isEqualTo("The value has more than one row, one row is one record");
        assertThat(decoding.rejection("").message()).isEqualTo("The value has no row, one row is one record");
        assertThat(decoding.rejection(new byte[] {'a', (byte) 0xc0}).message())
                .isEqualTo("The value (2 bytes) is not UTF-8 text");
    }

    @Test
    void saysWhichFieldIsNoNumber() {
        Rejection rejection =
                Decoding.with(FORMAT, Decoding.mapping("host", "time")).rejection("a;1700000000;hot;3");

        assertThat(rejection.reason()).isEqualTo(Reason.UNUSABLE);
        assertThat(rejection.message()).isEqualTo("Field 'cpu' carries the text 'hot', not a number");
    }
}
