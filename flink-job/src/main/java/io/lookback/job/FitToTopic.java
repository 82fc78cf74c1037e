package io.lookback.job;

import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import io.lookback.flow.RejectionCounters;
import io.lookback.flow.RejectionLog;
import io.lookback.wire.ToKafka;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what its topic takes, if need be in a shorter form that the sink makes, and sends the others to a side
 * output, counted: a record that the producer or the broker refuses would stop the job.
 */
public final class FitToTopic<T> extends ProcessFunction<T, T> implements ResultTypeQueryable<T> {

    static final OutputTag<Rejection> REJECTIONS = new OutputTag<>("too-large", DomainTypes.REJECTION);

    private static final long serialVersionUID = 1;

    private final ToKafka<T> form;
    private final TypeInformation<T> type;

    private transient @Nullable RejectionCounters rejections;
    private transient @Nullable RejectionLog log;

    FitToTopic(ToKafka<T> form, TypeInformation<T> type) {
        this.form = form;
        this.type = type;
    }

    @Override
    public void open(OpenContext context) {
        form.open();
        log = new RejectionLog();
        rejections = new RejectionCounters(
                getRuntimeContext().getMetricGroup(),
                RejectionCounters.REJECTIONS,
                List.of(Rejection.Reason.TOO_LARGE));
    }

    @Override
    public void processElement(T record, Context context, Collector<T> out) {
        Optional<Rejection> refusal = form.refusal(record);
        if (refusal.isEmpty()) {
            out.collect(record);
        } else {
            Objects.requireNonNull(rejections, "open() comes first")
                    .count(refusal.get().reason());
            Objects.requireNonNull(log, "open() comes first").add(refusal.get());
            context.output(REJECTIONS, refusal.get());
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
