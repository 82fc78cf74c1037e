package io.lookback.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** What an operator emitted, main output and side outputs, in order. */
public final class Outcome<O> {

    private final List<O> main;
    private final Map<String, List<Object>> sides;

    private Outcome(List<O> main, Map<String, List<Object>> sides) {
        this.main = main;
        this.sides = sides;
    }

    static <O> Outcome<O> empty() {
        return new Outcome<>(new ArrayList<>(), new HashMap<>());
    }

    public List<O> main() {
        return List.copyOf(main);
    }

    @SuppressWarnings("unchecked") // the harness keeps side outputs by their tag, whose type is S
    public <S> List<S> side(OutputTag<S> tag) {
        return (List<S>) List.copyOf(sides.getOrDefault(tag.getId(), List.of()));
    }

    Outcome<O> copy() {
        Map<String, List<Object>> copies = new HashMap<>();
        sides.forEach((tag, values) -> copies.put(tag, new ArrayList<>(values)));
        return new Outcome<>(new ArrayList<>(main), copies);
    }

    /** Moves what the harness has collected here. */
    void take(OneInputStreamOperatorTestHarness<?, O> harness, Collection<OutputTag<?>> tags) {
        main.addAll(harness.extractOutputValues());
        harness.getOutput().clear();
        for (OutputTag<?> tag : tags) {
            takeSide(harness, tag);
        }
    }

    private <S> void takeSide(OneInputStreamOperatorTestHarness<?, O> harness, OutputTag<S> tag) {
        var queue = harness.getSideOutput(tag);
        if (queue == null) {
            return;
        }
        List<Object> values = sides.computeIfAbsent(tag.getId(), id -> new ArrayList<>());
        for (StreamRecord<S> record : queue) {
            values.add(record.getValue());
        }
        queue.clear();
    }
}
