package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void keepsAForeignTextOnItsLine() {
        assertThat(Printable.line("a\n2024-03-01 forged\r\033[2J\23331m" + Character.toString(0x202e) + "\t"))
                .isEqualTo("a\\n2024-03-01 forged\\r" + "\\" + "u001b[2J" + "\\" + "u009b31m" + "\\" + "u202e\\t");
    }

    @Test
    void keepsTheLinesOfOurOwnTexts() {
        assertThat(Printable.text("one\ntwo \033[31m")).isEqualTo("one\ntwo " + "\\" + "u001b[31m");
    }

    @Test
    void leavesLettersOfAllLanguagesAlone() {
        assertThat(Printable.line("Größe 温度 درجة " + Character.toString(0x1F600)))
                .isEqualTo("Größe 温度 درجة " + Character.toString(0x1F600));
    }
}
