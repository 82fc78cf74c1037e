package io.lookback.job;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import io.lookback.flow.RejectionCounters;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Lets observations through and sends the records that could not be decoded to a side output, counted by reason. */
final class SetAside extends ProcessFunction<Either<Rejection, Observation>, Observation>
        implements ResultTypeQueryable<Observation> {

    static final OutputTag<Rejection> REJECTIONS = new OutputTag<>("undecoded", DomainTypes.REJECTION);

    private static final long serialVersionUID = 1;

    private final double failureLimit;

    private transient @Nullable RejectionCounters rejections;
    private transient @Nullable FailureLimit limit;

    /** @param failureLimit of {@link FailureLimit} */
    SetAside(double failureLimit) {
        this.failureLimit = failureLimit;
    }

    @Override
    public void open(OpenContext context) {
        limit = new FailureLimit(failureLimit);
        rejections = new RejectionCounters(
                getRuntimeContext().getMetricGroup(),
                RejectionCounters.REJECTIONS,
                List.of(Rejection.Reason.UNDECODABLE, Rejection.Reason.UNUSABLE));
    }

    @Override
    public void processElement(Either<Rejection, Observation> record, Context context, Collector<Observation> out) {
        FailureLimit within = Objects.requireNonNull(limit, "open() comes first");
        if (record.isRight()) {
            within.passed();
            out.collect(record.right());
        } else {
            Rejection rejection = record.left();
            Objects.requireNonNull(rejections, "open() comes first").count(rejection.reason());
            context.output(REJECTIONS, rejection);
            within.failed(rejection);
        }
    }

    @Override
    public TypeInformation<Observation> getProducedType() {
        return DomainTypes.OBSERVATION;
    }
}
