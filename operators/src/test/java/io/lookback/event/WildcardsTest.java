package io.lookback.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {

    @ParameterizedTest
    @CsvSource({
        "total, total, true",
        "total, totals, false",
        "*, '', true",
        "*_total, requests_total, true",
        "*_total, requests_total_, false",
        "http*, http, true",
        "http*, htt, false",
        "a*a, a, false",
        "a*a, aa, true",
        "a*b*c, a.b.c, true",
        "a*b*c, a.c.b, false",
        "*bytes*, bytes, true",
        "*ab*ab*, ab, false",
        "*ab*ab, abab, true",
        "a**b, ab, true",
        "a.c, abc, false",
        "a?c, abc, true",
        "a?c, ac, false",
    })
    void aStarStandsForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(Wildcards.match(pattern, name)).isEqualTo(matches);
    }

    @Test
    void aLineBreakIsACharacter() {
        assertThat(Wildcards.match("*total", "a\ntotal")).isTrue();
    }
}
