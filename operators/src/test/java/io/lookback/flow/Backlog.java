package io.lookback.flow;

import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.testkit.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A backlog of several partitions as a job reads it: in batches of one partition after the other, with the watermark of
 * the slowest. Within a partition the records are in order.
 *
 * @param ordered whether a series stays in its partition, as its key would make it
 * @param behind how long the first partition goes on before the others begin, ms
 */
record Backlog(int partitions, int series, int records, boolean ordered, long behind) {

    private static final long START = 1_700_000_000_000L;
    private static final long STEP = 10_000;

    /** Every record, in the order of event time. */
    List<Observation> inOrder() {
        Random random = new Random(5);
        List<Observation> all = new ArrayList<>();
        long[] offsets = new long[partitions];
        for (int record = 0; record < records; record++) {
            int chosen = record % series;
            long time = START + STEP * (record / series);
            int partition = partition(time, chosen, random);
            all.add(new Observation(
                    "s" + chosen,
                    time,
                    Scripts.ONE,
                    Values.of(Math.sin(time / 300_000.0) + random.nextGaussian() / 10),
                    new Origin("topic", partition, offsets[partition]++, ordered),
                    Payload.NONE));
        }
        return all;
    }

    private int partition(long time, int chosen, Random random) {
        if (ordered) {
            return chosen % partitions;
        }
        return time < START + behind ? 0 : random.nextInt(partitions);
    }

    /**
     * What the operator sees.
     *
     * @param batch records read of one partition before the next is read
     * @param bound of the watermarks, ms
     */
    List<Item<Observation>> read(int batch, long bound) {
        List<List<Observation>> queues = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            int wanted = partition;
            queues.add(new ArrayList<>(inOrder().stream()
                    .filter(observation -> observation.origin().partition() == wanted)
                    .toList()));
        }
        List<Item<Observation>> items = new ArrayList<>();
        long[] newest = new long[partitions];
        Arrays.fill(newest, Long.MIN_VALUE);
        for (int turn = partitions - 1; queues.stream().anyMatch(queue -> !queue.isEmpty()); turn++) {
            int partition = turn % partitions;
            List<Observation> queue = queues.get(partition);
            List<Observation> next = queue.subList(0, Math.min(batch, queue.size()));
            next.forEach(observation -> items.add(Item.record(observation, observation.time())));
            newest[partition] =
                    next.isEmpty() ? Long.MAX_VALUE : next.get(next.size() - 1).time() - bound - 1;
            next.clear();
            long slowest = Arrays.stream(newest).min().orElseThrow();
            if (slowest != Long.MIN_VALUE && slowest != Long.MAX_VALUE) {
                items.add(Item.watermark(slowest));
            }
        }
        return items;
    }
}
