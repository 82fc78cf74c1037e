package io.lookback.job;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
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

    private transient @Nullable Counter undecodable;
    private transient @Nullable Counter unusable;

    @Override
    public void open(OpenContext context) {
        MetricGroup rejections =
                getRuntimeContext().getMetricGroup().addGroup("lookback").addGroup("rejections");
        undecodable = rejections.counter("undecodable");
        unusable = rejections.counter("unusable");
    }

    @Override
    public void processElement(Either<Rejection, Observation> record, Context context, Collector<Observation> out) {
        if (record.isRight()) {
            out.collect(record.right());
        } else {
            Rejection rejection = record.left();
            counter(rejection.reason()).inc();
            context.output(REJECTIONS, rejection);
        }
    }

    private Counter counter(Rejection.Reason reason) {
        Counter counter = reason == Rejection.Reason.UNDECODABLE ? undecodable : unusable;
        return Objects.requireNonNull(counter, "open() comes first");
    }

    @Override
    public TypeInformation<Observation> getProducedType() {
        return DomainTypes.OBSERVATION;
    }
}
