package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.testkit.FaultCase;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternCheckTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    YYYY-MM-dd HH:mm:ss | use yyyy
                    yyyy-MM-dd hh:mm:ss | hh needs a
                    yyyy-MM-dd KK:mm    | hh needs a
                    yyyy-MM-DD HH:mm    | use dd
                    yyyy-MM-dd HH:MM:ss | use mm for minutes
                    yyyy-mm-dd          | mm are minutes
                    2006-01-02          | Digits stand for themselves
                    2006-01-02 15:04:05 | Digits stand for themselves
                    HH:mm:ss            | A date needs
                    dd.MM. HH:mm        | A date needs
                    yyyy-MM             | An example
                    """)
    @FaultCase(kind = "Settings that cannot work", input = "time pattern {}", outcome = "refused before startup")
    void refusesPatternsThatMakeNoInstant(String pattern, String advice) {
        assertThatThrownBy(() -> new TimeFormat(pattern, ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + pattern + "' makes no instant")
                .hasMessageContaining(advice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy-MM-dd",
                "yyyy-MM-dd HH:mm:ss",
                "yyyy-MM-dd hh:mm:ss a",
                "dd.MM.yy HH:mm",
                "yyyyMMddHHmmssSSS",
                "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                "yyyy-MM-dd HH:mm:ssZ",
                "yyyy-MM-dd[ HH:mm[:ss]]",
                "EEE MMM dd HH:mm:ss zzz yyyy",
                "yyyy-DDD",
                "uuuu-MM-dd HH:mm VV"
            })
    void takesPatternsThatDo(String pattern) {
        assertThatCode(() -> new TimeFormat(pattern, ZoneId.of("UTC"))).doesNotThrowAnyException();
        assertThatCode(() -> new TimeFormat(pattern, ZoneId.of("Europe/Berlin")))
                .doesNotThrowAnyException();
    }
}
