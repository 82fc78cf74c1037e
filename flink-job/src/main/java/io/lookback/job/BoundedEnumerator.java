package io.lookback.job;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the readers of a restored bounded source that no more splits come, once those that are new since then are handed
 * out.
 *
 * <p>The coordinator does what it is asked to do apart in one thread, and hands the results over in the same order. The
 * enumerator asks twice: to discover partitions and, only where some are new, for their offsets. So what is asked after
 * the first and again after that is answered after both.
 */
final class BoundedEnumerator<S extends SourceSplit, C> implements SplitEnumerator<S, C> {

    private final SplitEnumerator<S, C> restored;
    private final SplitEnumeratorContext<S> context;

    private boolean ended;

    BoundedEnumerator(SplitEnumerator<S, C> restored, SplitEnumeratorContext<S> context) {
        this.restored = restored;
        this.context = context;
    }

    @Override
    public void start() {
        restored.start();
        context.callAsync(() -> true, (discovered, failure) -> {
            require(failure);
            context.callAsync(() -> true, (assigned, later) -> {
                require(later);
                end();
            });
        });
    }

    private static void require(@Nullable Throwable failure) {
        if (failure != null) {
            throw new FlinkRuntimeException("Cannot check for new partitions", failure);
        }
    }

    private void end() {
        ended = true;
        List.copyOf(context.registeredReaders().keySet()).forEach(context::signalNoMoreSplits);
    }

    /** A reader that registers late, or again after its task failed, is to hear it, too. */
    @Override
    public void addReader(int subtask) {
        restored.addReader(subtask);
        if (ended) {
            context.signalNoMoreSplits(subtask);
        }
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        restored.handleSplitRequest(subtask, host);
    }

    @Override
    public void addSplitsBack(List<S> splits, int subtask) {
        restored.addSplitsBack(splits, subtask);
    }

    @Override
    public C snapshotState(long checkpoint) throws Exception {
        return restored.snapshotState(checkpoint);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        restored.notifyCheckpointComplete(checkpoint);
    }

    @Override
    public void notifyCheckpointAborted(long checkpoint) throws Exception {
        restored.notifyCheckpointAborted(checkpoint);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        restored.handleSourceEvent(subtask, event);
    }

    @Override
    public void close() throws IOException {
        restored.close();
    }
}
