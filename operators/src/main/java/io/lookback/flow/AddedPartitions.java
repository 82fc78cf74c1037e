package io.lookback.flow;

import io.lookback.event.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The topics that had one partition when the job started and have been given more since. As long as a topic is one
 * partition, no record waits for other partitions. Kafka numbers partitions from 0, so the first record of partition 1 or
 * above says that this is over.
 *
 * <p>Operator state, shared by all subtasks at a restore: the names of these topics. One thread.
 */
final class AddedPartitions {

    private final ListState<String> kept;
    private final Set<String> topics = new HashSet<>();

    private AddedPartitions(ListState<String> kept) {
        this.kept = kept;
    }

    /** While the operator's state is initialized. */
    static AddedPartitions open(OperatorStateStore store) throws Exception {
        AddedPartitions added = new AddedPartitions(
                store.getUnionListState(new ListStateDescriptor<>("added-partitions", Types.STRING)));
        added.kept.get().forEach(added.topics::add);
        return added;
    }

    /** Before a checkpoint takes the operator's state. */
    void keep() throws Exception {
        kept.update(List.copyOf(topics));
    }

    /** Whether the topic of a record has further partitions, as far as this record and those before tell. */
    boolean at(Origin origin) {
        if (origin.partition() > 0) {
            topics.add(origin.source());
        }
        return topics.contains(origin.source());
    }
}
