package io.lookback.job;

import io.lookback.control.ControlChange;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import io.lookback.flow.RejectionCounters;
import io.lookback.flow.RejectionLog;
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

/** Lets decoded records through and sends those that could not be decoded to a side output, counted by reason. */
final class SetAside<T> extends ProcessFunction<Either<Rejection, T>, T> implements ResultTypeQueryable<T> {

    static final OutputTag<Rejection> REJECTIONS = new OutputTag<>("undecoded", DomainTypes.REJECTION);

    private static final long serialVersionUID = 1;

    private static final double NO_LIMIT = 1;

    private final TypeInformation<T> type;
    private final List<Rejection.Reason> reasons;
    private final double failureLimit;

    private transient @Nullable RejectionCounters rejections;
    private transient @Nullable RejectionCounters skips;
    private transient @Nullable RejectionLog log;
    private transient @Nullable FailureLimit limit;

    /** @param failureLimit of {@link FailureLimit} */
    private SetAside(TypeInformation<T> type, List<Rejection.Reason> reasons, double failureLimit) {
        this.type = type;
        this.reasons = reasons;
        this.failureLimit = failureLimit;
    }

    /** @param failureLimit of {@link FailureLimit} */
    static SetAside<Observation> records(double failureLimit) {
        return new SetAside<>(
                DomainTypes.OBSERVATION,
                List.of(Rejection.Reason.UNDECODABLE, Rejection.Reason.UNUSABLE, Rejection.Reason.AHEAD),
                failureLimit);
    }

    /** However many entries of the control topic are unfit, the job goes on. */
    static SetAside<ControlChange> controls() {
        return new SetAside<>(DomainTypes.CONTROL_CHANGE, List.of(Rejection.Reason.CONTROL), NO_LIMIT);
    }

    @Override
    public void open(OpenContext context) {
        limit = new FailureLimit(failureLimit);
        log = new RejectionLog();
        rejections = new RejectionCounters(getRuntimeContext().getMetricGroup(), RejectionCounters.REJECTIONS, reasons);
        skips = new RejectionCounters(
                getRuntimeContext().getMetricGroup(),
                RejectionCounters.SKIPS,
                reasons.contains(Rejection.Reason.AHEAD) ? List.of(Rejection.Reason.DELETED) : List.of());
    }

    @Override
    public void processElement(Either<Rejection, T> record, Context context, Collector<T> out) {
        FailureLimit within = Objects.requireNonNull(limit, "open() comes first");
        if (record.isRight()) {
            within.passed();
            out.collect(record.right());
        } else {
            Rejection rejection = record.left();
            if (rejection.reason() == Rejection.Reason.DELETED) {
                Objects.requireNonNull(skips, "open() comes first").count(rejection.reason());
                within.passed();
                return;
            }
            Objects.requireNonNull(rejections, "open() comes first").count(rejection.reason());
            Objects.requireNonNull(log, "open() comes first").add(rejection);
            context.output(REJECTIONS, rejection);
            within.failed(rejection);
        }
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
