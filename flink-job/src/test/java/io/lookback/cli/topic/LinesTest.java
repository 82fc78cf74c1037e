package io.lookback.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.testkit.FaultCase;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final String FORGED = "web\n2024-03-01 10:20:30  db  alert begins\033[2J\r";

    private final ObjectNode record = new ObjectMapper().createObjectNode();

    @Test
    @FaultCase(
            kind = "Security",
            input = "line breaks and escapes in names of records, shown by `tail`",
            outcome = "escaped and shown on one line")
    void aNameOfARecordForgesNoLine() {
        for (String field :
                new String[] {"series", "feature", "phase", "suppressed_by", "suppression_reason", "begin"}) {
            record.put(field, FORGED);
        }
        for (String field : new String[] {"topic", "reason", "exception.message", "status", "time", "key"}) {
            record.put(field, FORGED);
        }
        record.putArray("flags").add(FORGED);
        record.putArray("features").addObject().put("name", FORGED);
        record.withArray("features").addObject().put("name", FORGED);

        assertThat(Lines.alert(record)).contains("web\\n2024").doesNotContainPattern("\\p{Cntrl}");
        assertThat(Lines.score(record)).contains("web\\n2024").doesNotContainPattern("\\p{Cntrl}");
        assertThat(Lines.deadLetter(record)).contains("web\\n2024").doesNotContainPattern("\\p{Cntrl}");
    }
}
