package io.lookback.sql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;

/** Rows of two hosts, a minute apart: a noisy daily wave, in which the host 'b' fails for 20 minutes. */
final class Metrics {

    static final int STEPS = 700;
    static final int FAILS_AT = 600;
    static final int FAILS_FOR = 20;

    static final TypeInformation<Row> TYPE = Types.ROW_NAMED(
            new String[] {"host", "region", "ts", "cpu", "mem"},
            Types.STRING,
            Types.STRING,
            Types.INSTANT,
            Types.DOUBLE,
            Types.LONG);

    private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");

    private Metrics() {}

    /** {@code host STRING, region STRING, ts TIMESTAMP_LTZ(3), cpu DOUBLE, mem BIGINT}. */
    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Random random = new Random(7);
        for (int step = 0; step < STEPS; step++) {
            for (String host : List.of("a", "b")) {
                boolean fails = host.equals("b") && step >= FAILS_AT && step < FAILS_AT + FAILS_FOR;
                double cpu = 40 + 10 * Math.sin(step / 30.0) + random.nextGaussian() + (fails ? 60 : 0);
                rows.add(Row.of(host, "eu-" + host, time(step), cpu, 1_000L + random.nextInt(20)));
            }
        }
        return rows;
    }

    static Instant time(int step) {
        return BEGIN.plusSeconds(60L * step);
    }
}
