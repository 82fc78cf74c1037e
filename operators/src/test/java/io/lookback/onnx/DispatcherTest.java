package io.lookback.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of several threads on one device: what they share and what they do not. */
@Timeout(900)
class DispatcherTest {

    private static final Device DEVICE = new Device(Device.Kind.CUDA, 91);

    private final List<BoundCall> calls = new ArrayList<>();
    private byte[] graph = new byte[0];
    private OnnxModel direct;
    private OnnxModel model;

    @BeforeEach
    void load() throws Exception {
        graph = Graphs.shipped("lstm");
        direct = OnnxModel.acquire("lstm", graph);
        model = NoDevice.load(graph, DEVICE);
    }

    @AfterEach
    void unload() {
        calls.forEach(BoundCall::close);
        model.close();
        direct.close();
    }

    @Test
    void callsThatWaitBecomeOneRunWithTheResultsOfEach() throws Exception {
        List<BoundCall> expected = List.of(lstm(direct, 8, 1), lstm(direct, 4, 2), lstm(direct, 8, 3));
        List<BoundCall> merged = List.of(lstm(model, 8, 1), lstm(model, 4, 2), lstm(model, 8, 3));
        int[] used = {5, 4, 7};
        expected.forEach(call -> call.run(call.rows()));

        try (Gate gate = new Gate()) {
            List<Caller> callers = IntStream.range(0, 3)
                    .mapToObj(i -> Caller.start(() -> merged.get(i).run(used[i])))
                    .toList();
            until(() -> DEVICE.load().waiting() == 3);
            gate.open();
            for (Caller caller : callers) {
                caller.result();
            }
        }

        for (int i = 0; i < 3; i++) {
            assertThat(Calls.outputs(merged.get(i), used[i]))
                    .as("call %d", i)
                    .isEqualTo(Calls.outputs(expected.get(i), used[i]));
        }
        assertThat(DEVICE.load()).isEqualTo(new DeviceLoad(4, 2, 1 + 16, 0));
    }

    @Test
    void aCallAloneRunsOnItsOwnBuffers() {
        BoundCall expected = lstm(direct, 4, 1);
        BoundCall call = lstm(model, 4, 1);
        expected.run(4);

        call.run(3);

        assertThat(Calls.outputs(call, 4)).isEqualTo(Calls.outputs(expected, 4));
        assertThat(DEVICE.load()).isEqualTo(new DeviceLoad(1, 1, 4, 0));
    }

    @Test
    void callsOfOtherModelsAndFormsRunByThemselvesInTheOrderInWhichTheyCame() throws Exception {
        byte[] other = Graphs.shipped("local-attention");
        try (OnnxModel window = NoDevice.load(other, DEVICE);
                OnnxModel directWindow = OnnxModel.acquire("window", other);
                BoundCall expected = Calls.window(directWindow, 4);
                BoundCall unlike = Calls.window(window, 4)) {
            expected.run(4);

            runTogether(lstm(model, 4, 1), unlike, lstm(model, 4, 2));

            assertThat(Calls.floats(unlike, "y", 4 * 2)).isEqualTo(Calls.floats(expected, "y", 4 * 2));
            assertThat(DEVICE.load()).isEqualTo(new DeviceLoad(4, 3, 1 + 8 + 4, 0));
        }
    }

    @Test
    void callsOfAnotherModelOfTheSameFormRunByThemselves() throws Exception {
        try (OnnxModel other = NoDevice.load(withDocumentation(graph), DEVICE);
                BoundCall unlike = Calls.lstm(other, 4, 3)) {
            runTogether(lstm(model, 4, 1), unlike, lstm(model, 4, 2));

            assertThat(unlike.form()).isEqualTo(lstm(model, 4, 1).form());
            assertThat(DEVICE.load()).isEqualTo(new DeviceLoad(4, 3, 1 + 8 + 4, 0));
        }
    }

    @Test
    void noRunIsLargerThanItsMost() throws Exception {
        int most = lstm(model, 4, 0).form().mostRows();
        runTogether(lstm(model, most / 2, 1), lstm(model, most / 2, 2), lstm(model, 4, 3));

        assertThat(most).isEqualTo(CallForm.MOST_ROWS);
        assertThat(DEVICE.load()).isEqualTo(new DeviceLoad(4, 3, 1 + most + 4, 0));
    }

    @Test
    void everyCallOfARunThatFailsHearsWhy() throws Exception {
        BoundCall one = kept(Calls.misfit(model, 4));
        BoundCall two = kept(Calls.misfit(model, 4));
        BoundCall sound = lstm(model, 4, 1);

        try (Gate gate = new Gate()) {
            List<Caller> failing = List.of(Caller.start(() -> one.run(4)), Caller.start(() -> two.run(4)));
            Caller unharmed = Caller.start(() -> sound.run(4));
            until(() -> DEVICE.load().waiting() == 3);
            gate.open();

            for (Caller caller : failing) {
                assertThatThrownBy(caller::result)
                        .isInstanceOf(OnnxException.class)
                        .hasMessageContainingAll("cuda:91", model.digest())
                        .hasRootCauseInstanceOf(ai.onnxruntime.OrtException.class);
            }
            unharmed.result();
        }

        assertThat(DEVICE.load().runs()).isEqualTo(3);
        assertThat(Calls.outputs(sound, 4)).isNotEqualTo(new float[4 * (Calls.MEMORY + 2)]);
    }

    @Test
    void anInterruptedThreadLeavesWithItsCallAndItsBuffersStayAsTheyAre() throws Exception {
        BoundCall leaving = lstm(model, 4, 1);
        BoundCall staying = lstm(model, 4, 2);
        float[] before = Calls.outputs(leaving, 4);

        try (Gate gate = new Gate()) {
            Caller interrupted = Caller.start(() -> leaving.run(4));
            Caller patient = Caller.start(() -> staying.run(4));
            until(() -> DEVICE.load().waiting() == 2);
            interrupted.interrupt();

            assertThatThrownBy(interrupted::result).isInstanceOf(CancellationException.class);
            assertThat(interrupted.leftInterrupted()).isTrue();
            assertThat(DEVICE.load().waiting()).isEqualTo(1);
            gate.open();
            patient.result();
        }

        assertThat(Calls.outputs(leaving, 4)).isEqualTo(before);
        assertThat(DEVICE.load().rows()).isEqualTo(1 + 4);
    }

    @Test
    void anInterruptedThreadWhoseCallIsBeingRunStaysToItsEnd() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Caller caller = Caller.start(() -> model.runner().run(() -> {
            running.countDown();
            await(end);
        }));
        running.await();

        caller.interrupt();
        until(() -> !caller.interruptPending());
        assertThat(caller.done()).isFalse();
        end.countDown();
        caller.result();

        assertThat(caller.leftInterrupted()).isTrue();
    }

    @Test
    void whatStillWaitsFailsWhenTheDeviceIsClosedAndItsThreadEnds() throws Exception {
        Dispatcher dispatcher = new Dispatcher("test");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Caller runs = Caller.start(() -> dispatcher.run(() -> {
            running.countDown();
            await(end);
        }));
        running.await();
        Caller waits = Caller.start(() -> dispatcher.run(() -> {}));
        until(() -> dispatcher.load().waiting() == 1);
        Caller closes = Caller.start(dispatcher::close);

        assertThatThrownBy(waits::result).isInstanceOf(OnnxException.class).hasMessageContaining("closed");
        end.countDown();
        runs.result();
        closes.result();

        assertThat(threads("lookback-test")).isEmpty();
        assertThatThrownBy(() -> dispatcher.run(() -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void theLastModelThatLeavesEndsTheDevicesThread() throws Exception {
        OnnxModel again = NoDevice.load(graph, DEVICE);
        OnnxModel other = NoDevice.load(Graphs.shipped("local-attention"), DEVICE);

        assertThat(again).isSameAs(model).isNotSameAs(direct);
        assertThat(threads("lookback-cuda:91")).hasSize(1);
        again.close();
        model.close();
        assertThat(threads("lookback-cuda:91")).hasSize(1);
        other.close();
        assertThat(threads("lookback-cuda:91")).isEmpty();
        assertThat(DEVICE.load()).isEqualTo(DeviceLoad.NONE);

        model = NoDevice.load(graph, DEVICE);
        lstm(model, 4, 1).run(4);
        assertThat(DEVICE.load().calls()).isEqualTo(1);
    }

    private BoundCall lstm(OnnxModel on, int rows, long seed) {
        return kept(Calls.lstm(on, rows, seed));
    }

    private BoundCall kept(BoundCall call) {
        calls.add(call);
        return call;
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    /** The same network as another model: ModelProto's field 6, doc_string, behind the others. */
    private static byte[] withDocumentation(byte[] graph) {
        byte[] other = Arrays.copyOf(graph, graph.length + 3);
        other[graph.length] = 6 << 3 | 2;
        other[graph.length + 1] = 1;
        other[graph.length + 2] = 'x';
        return other;
    }

    /** Calls that wait in this order before any of them runs. */
    private void runTogether(BoundCall... calls) throws Exception {
        try (Gate gate = new Gate()) {
            List<Caller> callers = new ArrayList<>();
            for (BoundCall call : calls) {
                callers.add(Caller.start(() -> call.run(call.rows())));
                until(() -> DEVICE.load().waiting() == callers.size());
            }
            gate.open();
            for (Caller caller : callers) {
                caller.result();
            }
        }
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts the device's thread", e);
        }
    }

    /** Holds the device's thread. */
    private final class Gate implements AutoCloseable {

        private final CountDownLatch opened = new CountDownLatch(1);
        private final Caller caller;

        private Gate() throws InterruptedException {
            CountDownLatch held = new CountDownLatch(1);
            caller = Caller.start(() -> model.runner().run(() -> {
                held.countDown();
                await(opened);
            }));
            held.await();
        }

        private void open() throws Exception {
            opened.countDown();
            caller.result();
        }

        @Override
        public void close() {
            opened.countDown();
        }
    }
}
