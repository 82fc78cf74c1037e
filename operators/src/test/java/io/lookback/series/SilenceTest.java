package io.lookback.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SilenceTest {

    @Test
    void silencesThatBeginAtTheSameTimeAreTwo() throws IOException {
        Silence silence = new Silence();
        String first = silence.beginAlert("s", 1_000, 10, 5_000).id();
        silence.breakAlert("s", 1_000);

        Silence restored = restored(silence);
        String again = restored.beginAlert("s", 1_000, 11, 9_000).id();
        Silence open = restored(restored);

        assertThat(first).isEqualTo("s-silence-1000");
        assertThat(again).isEqualTo("s-silence-1000.s11");
        assertThat(open.copy().breakAlert("s", 2_000))
                .hasValueSatisfying(end -> assertThat(end.id()).isEqualTo(again));
        assertThat(open.breakAlert("s", 2_000)).isPresent();
        assertThat(open.beginAlert("s", 2_000, 12, 9_000).id()).isEqualTo("s-silence-2000");
    }

    private static Silence restored(Silence silence) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        silence.write(new DataOutputStream(bytes));
        return Silence.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
