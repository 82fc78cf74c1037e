package io.lookback.job;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.types.Either;

/** Watermarks that a rejected record, whose time nobody knows, does not move. */
final class ObservedTime implements WatermarkGenerator<Either<Rejection, Observation>> {

    private final BoundedOutOfOrdernessWatermarks<Observation> observed;

    ObservedTime(Duration maxOutOfOrderness) {
        this.observed = new BoundedOutOfOrdernessWatermarks<>(maxOutOfOrderness);
    }

    @Override
    public void onEvent(Either<Rejection, Observation> record, long time, WatermarkOutput output) {
        if (record.isRight()) {
            observed.onEvent(record.right(), time, output);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        observed.onPeriodicEmit(output);
    }
}
