package io.lookback.job;

import io.lookback.event.Rejection;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.accumulators.Accumulator;

/**
 * Rejections by reason, with the first message of each, for the person who looks at a running job. Flink copies it while
 * it is added to.
 */
public final class Rejected implements Accumulator<Rejection, TreeMap<String, Rejected.Cause>> {

    /** Under which a job has it. */
    public static final String NAME = "rejected";

    private static final long serialVersionUID = 1;

    private final ConcurrentHashMap<String, Cause> causes = new ConcurrentHashMap<>();

    /**
     * Rejections of one reason.
     *
     * @param first where the first record lay and what was wrong with it
     */
    public record Cause(long count, String first) implements Serializable {

        public Cause plus(Cause other) {
            return new Cause(count + other.count, first);
        }
    }

    @Override
    public void add(Rejection rejection) {
        Cause known = causes.get(rejection.reason().name());
        causes.put(
                rejection.reason().name(),
                known == null
                        ? new Cause(1, rejection.origin().id() + ": " + rejection.message())
                        : new Cause(known.count + 1, known.first));
    }

    @Override
    public TreeMap<String, Cause> getLocalValue() {
        return new TreeMap<>(causes);
    }

    @Override
    public void resetLocal() {
        causes.clear();
    }

    @Override
    public void merge(Accumulator<Rejection, TreeMap<String, Cause>> other) {
        for (Map.Entry<String, Cause> cause : other.getLocalValue().entrySet()) {
            causes.merge(cause.getKey(), cause.getValue(), Cause::plus);
        }
    }

    @Override
    @SuppressWarnings("super") // Flink asks for a copy made so
    public Rejected clone() {
        Rejected copy = new Rejected();
        copy.causes.putAll(causes);
        return copy;
    }
}
