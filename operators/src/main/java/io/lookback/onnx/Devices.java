package io.lookback.onnx;

import java.util.HashMap;
import java.util.Map;

/** The runners of the process's devices, one each, counted: the last model that leaves a device ends its runner. */
final class Devices {

    private static final Map<Device, Counted> OPEN = new HashMap<>();

    private Devices() {}

    /** The runner of the device; whoever acquires it releases it. */
    static Runner acquire(Device device) {
        if (device.kind() == Device.Kind.CPU) {
            return Processor.INSTANCE;
        }
        synchronized (OPEN) {
            Counted counted = OPEN.computeIfAbsent(device, missing -> new Counted(new Dispatcher(device.toString())));
            counted.users++;
            return counted.dispatcher;
        }
    }

    static void release(Device device) {
        Counted counted;
        synchronized (OPEN) {
            counted = OPEN.get(device);
            if (counted == null || --counted.users > 0) {
                return;
            }
            OPEN.remove(device);
        }
        counted.dispatcher.close();
    }

    static DeviceLoad load(Device device) {
        synchronized (OPEN) {
            Counted counted = OPEN.get(device);
            return counted == null ? DeviceLoad.NONE : counted.dispatcher.load();
        }
    }

    private static final class Counted {

        private final Dispatcher dispatcher;
        private int users;

        private Counted(Dispatcher dispatcher) {
            this.dispatcher = dispatcher;
        }
    }
}
