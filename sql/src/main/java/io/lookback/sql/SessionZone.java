package io.lookback.sql;

import java.time.ZoneId;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.config.TableConfigOptions;

/** The zone of {@code table.local-time-zone}, in which Flink reads a time that names none. */
final class SessionZone {

    private SessionZone() {}

    static ZoneId of(ReadableConfig session) {
        String zone = session.get(TableConfigOptions.LOCAL_TIME_ZONE);
        return zone.equals(TableConfigOptions.LOCAL_TIME_ZONE.defaultValue())
                ? ZoneId.systemDefault()
                : ZoneId.of(zone);
    }
}
