package io.lookback.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.job.Rejected;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RejectionsTest {

    private final Rejections rejections = new Rejections();

    @Test
    void countsOnAfterARestart() {
        rejections.add(now("LATE", 40, "first"));
        rejections.add(now("LATE", 80, "first"));
        rejections.add(Map.of());

        TreeMap<String, Rejected.Cause> all = rejections.add(now("LATE", 3, "second"));

        assertThat(all).containsEntry("LATE", new Rejected.Cause(83, "first"));
        assertThat(rejections.add(now("AHEAD", 1, "third")))
                .containsEntry("LATE", new Rejected.Cause(83, "first"))
                .containsEntry("AHEAD", new Rejected.Cause(1, "third"));
    }

    @Test
    void anAnswerThatComesTwiceCountsOnce() {
        rejections.add(now("LATE", 40, "first"));

        assertThat(rejections.add(now("LATE", 40, "first"))).containsEntry("LATE", new Rejected.Cause(40, "first"));
    }

    private static Map<String, Object> now(String reason, long count, String first) {
        return Map.of(Rejected.NAME, new TreeMap<>(Map.of(reason, new Rejected.Cause(count, first))));
    }
}
