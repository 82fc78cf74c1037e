package io.lookback.cli.status;

import io.lookback.job.Rejected;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rejections of a job by reason, over all its restarts: Flink's accumulators begin again with each, its counters, such as
 * that of the records read, are added up by {@link StatusReporter}. That one fell tells of a restart.
 */
public final class Rejections {

    private final TreeMap<String, Rejected.Cause> before = new TreeMap<>();
    private TreeMap<String, Rejected.Cause> last = new TreeMap<>();

    /**
     * @param accumulators of the job as they are now, by name
     * @return all rejections until now
     */
    public TreeMap<String, Rejected.Cause> add(Map<String, Object> accumulators) {
        TreeMap<String, Rejected.Cause> now = causes(accumulators.get(Rejected.NAME));
        if (last.entrySet().stream().anyMatch(known -> fell(known.getValue(), now.get(known.getKey())))) {
            merge(last, before);
        }
        last = now;
        TreeMap<String, Rejected.Cause> all = new TreeMap<>(before);
        merge(now, all);
        return all;
    }

    private static boolean fell(Rejected.Cause known, Rejected.@Nullable Cause now) {
        return now == null || now.count() < known.count();
    }

    private static void merge(TreeMap<String, Rejected.Cause> causes, TreeMap<String, Rejected.Cause> into) {
        causes.forEach((reason, cause) -> into.merge(reason, cause, Rejected.Cause::plus));
    }

    private static TreeMap<String, Rejected.Cause> causes(@Nullable Object accumulated) {
        TreeMap<String, Rejected.Cause> causes = new TreeMap<>();
        if (accumulated instanceof Map<?, ?> map) {
            map.forEach((reason, cause) -> causes.put(String.valueOf(reason), (Rejected.Cause) cause));
        }
        return causes;
    }
}
