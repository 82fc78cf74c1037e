package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfluxDecodingTest {

    @Test
    void readsMeasurementTagsFieldsAndTime() throws DecodingException {
        Map<?, ?> line =
                line("cpu,host=web\\ a,zone=eu\\,1 idle=7.5,n=3i,up=t,text=\"a, \\\"b\\\" c\" 1764300000000000000");

        assertThat(line.get("measurement")).isEqualTo("cpu");
        assertThat(line.get("tags")).isEqualTo(Map.of("host", "web a", "zone", "eu,1"));
        assertThat(line.get("fields")).isEqualTo(Map.of("idle", 7.5, "n", 3.0, "up", 1));
        assertThat(line.get("time")).isEqualTo(1764300000000000000L);
    }

    @Test
    void findsTagsFieldsAndTextsByTheirNamesAlone() throws DecodingException {
        Map<?, ?> line = line("cpu,host=a idle=7.5,os=\"linux\"");

        assertThat(List.of(line.get("host"), line.get("idle"), line.get("os"))).isEqualTo(List.of("a", 7.5, "linux"));
        assertThat(line.get("time")).isNull();
        assertThat(line.keySet()).hasToString("[measurement, tags, fields]");
    }

    @Test
    void readsManyLinesAndPassesOverCommentsAndBlankLines() throws DecodingException {
        assertThat((List<?>) read("# a comment\ncpu v=1 1\r\n\n  mem v=2 2\n")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cpu              | ends before its fields
                    cpu,host v=1     | lacks '=' in a tag
                    cpu v            | lacks '=' in field 'v'
                    cpu v=hot        | has in field 'v' hot, not a number
                    cpu v=0x1        | has in field 'v' 0x1, not a number
                    cpu v="x         | opens a quote and does not close it
                    cpu v=1 soon     | has the time 'soon', which is not a whole number
                    cpu v=1 1 2      | has more behind its time
                    ,host=a v=1      | lacks a measurement
                    """)
    void saysWhatIsWrongWithALine(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(problem);
    }

    private static Map<?, ?> line(String text) throws DecodingException {
        return (Map<?, ?>) ((List<?>) read(text)).get(0);
    }

    private static Object read(String text) throws DecodingException {
        return new InfluxReader().read(Decoding.utf8(text));
    }
}
