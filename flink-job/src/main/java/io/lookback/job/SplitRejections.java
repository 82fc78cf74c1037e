package io.lookback.job;

import io.lookback.control.ControlChange;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import io.lookback.flow.RejectionCounters;
import io.lookback.flow.RejectionLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Lets decoded records through and sends those that could not be decoded to a side output, counted by reason. */
final class SplitRejections<T> extends ProcessFunction<Either<Rejection, T>, T>
        implements ResultTypeQueryable<T>, CheckpointedFunction {

    static final OutputTag<Rejection> REJECTIONS = new OutputTag<>("undecoded", DomainTypes.REJECTION);

    private static final long serialVersionUID = 1;

    private static final double NO_LIMIT = 1;
    private static final String TOPICS = "topics";

    private final TypeInformation<T> type;
    private final List<Rejection.Reason> reasons;
    private final double failureLimit;
    /** Null for records whose topics a checkpoint need not know. */
    private final @Nullable TopicIds topics;

    private transient @Nullable ListState<String> topicState;
    private transient Map<String, String> read = Map.of();
    private transient @Nullable RejectionCounters rejections;
    private transient @Nullable RejectionCounters skips;
    private transient @Nullable RejectionLog log;
    private transient @Nullable FailureLimit limit;

    /** @param failureLimit of {@link FailureLimit} */
    private SplitRejections(
            TypeInformation<T> type, List<Rejection.Reason> reasons, double failureLimit, @Nullable TopicIds topics) {
        this.type = type;
        this.reasons = reasons;
        this.failureLimit = failureLimit;
        this.topics = topics;
    }

    /**
     * @param failureLimit of {@link FailureLimit}
     * @param topics that are read
     */
    static SplitRejections<Observation> records(double failureLimit, TopicIds topics) {
        return new SplitRejections<>(
                DomainTypes.OBSERVATION,
                List.of(Rejection.Reason.UNDECODABLE, Rejection.Reason.UNUSABLE, Rejection.Reason.AHEAD),
                failureLimit,
                topics);
    }

    /** However many entries of the control topic are unfit, the job goes on. */
    static SplitRejections<ControlChange> controls() {
        return new SplitRejections<>(DomainTypes.CONTROL_CHANGE, List.of(Rejection.Reason.CONTROL), NO_LIMIT, null);
    }

    /** Before the first record; to try again would not help. */
    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        topicState = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>(TOPICS, StringSerializer.INSTANCE));
        read = new LinkedHashMap<>();
        for (String topic : topicState.get()) {
            int between = topic.lastIndexOf(' ');
            read.put(topic.substring(0, between), topic.substring(between + 1));
        }
        if (topics != null && !topics.found().isEmpty()) {
            try {
                read = topics.after(read);
            } catch (ConfigException other) {
                throw new SuppressRestartsException(other);
            }
        }
    }

    /** All of it from each subtask: those that have ended write nothing, and Flink allows no union of states then. */
    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        List<String> lines = new ArrayList<>();
        read.forEach((topic, id) -> lines.add(topic + ' ' + id));
        Objects.requireNonNull(topicState, "initializeState() comes first").update(lines);
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
