package io.lookback.job;

import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Hands rejections on, and keeps account of them for {@link Rejected}. */
final class RejectionAccumulator extends ProcessFunction<Rejection, Rejection>
        implements ResultTypeQueryable<Rejection> {

    private static final long serialVersionUID = 1;

    private final Rejected rejected = new Rejected();

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(Rejected.NAME, rejected);
    }

    @Override
    public void processElement(Rejection rejection, Context context, Collector<Rejection> out) {
        rejected.add(rejection);
        out.collect(rejection);
    }

    @Override
    public TypeInformation<Rejection> getProducedType() {
        return DomainTypes.REJECTION;
    }
}
