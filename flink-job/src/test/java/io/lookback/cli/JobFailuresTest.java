package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobFailuresTest {

    @Test
    void theRootIsWhatCounts() {
        assertThat(JobFailures.root("""
                java.lang.RuntimeException: one
                \tat a.B.c(B.java:1)
                Caused by: java.io.IOException: two
                \tat a.B.c(B.java:2)
                Caused by: java.lang.IllegalStateException: three
                """)).contains("java.lang.IllegalStateException: three");
        assertThat(JobFailures.root("java.lang.RuntimeException: one\n\tat a.B.c(B.java:1)"))
                .contains("java.lang.RuntimeException: one");
    }

    @Test
    void aCauseThatIsPrintedTwiceIsShownAsItIs() {
        assertThat(JobFailures.root("""
                java.lang.RuntimeException: one
                Caused by: [CIRCULAR REFERENCE: java.io.IOException: two]
                """)).contains("java.io.IOException: two");
    }

    @Test
    void theJobsOwnWordsStandForTheirCause() {
        assertThat(JobFailures.root("""
                java.lang.RuntimeException: one
                Caused by: io.lookback.job.TopicException: Topic 'a' is gone: all of it
                Caused by: org.apache.kafka.common.KafkaException: FetchPosition{offset=1}
                """)).contains("Topic 'a' is gone: all of it");
        assertThat(JobFailures.root("""
                io.lookback.job.TopicException: Topic 'b' is gone
                Caused by: org.apache.kafka.common.KafkaException: FetchPosition{offset=1}
                """)).contains("Topic 'b' is gone");
    }
}
