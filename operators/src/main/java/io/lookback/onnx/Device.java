package io.lookback.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What models run on: the processor, or a card of the machine through CUDA. Spelled {@code cpu}, {@code cuda} (the first
 * card), {@code cuda:1}.
 *
 * @param card number of the card; 0 for the processor
 */
public record Device(Kind kind, int card) implements Serializable {

    public static final Device CPU = new Device(Kind.CPU, 0);

    /** What may be given, for messages. */
    public static final String CHOICES = "give cpu, cuda, or cuda:1 for the second card";

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    public Device {
        if (card < 0 || kind == Kind.CPU && card != 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "There is no %s with the number %d: %s", kind, card, CHOICES));
        }
    }

    /** Kinds of devices, each with ONNX Runtime's provider for it. */
    public enum Kind {
        CPU(OrtProvider.CPU),
        CUDA(OrtProvider.CUDA);

        private final OrtProvider provider;

        Kind(OrtProvider provider) {
            this.provider = provider;
        }
    }

    /** @throws IllegalArgumentException if the text names no device */
    public static Device parse(String text) {
        if (text.equals("cpu")) {
            return CPU;
        }
        Matcher cuda = CUDA.matcher(text);
        if (!cuda.matches()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "There is no device '%s': %s", text, CHOICES));
        }
        return new Device(Kind.CUDA, cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
    }

    /** ONNX Runtime's name of what executes the models of this device, all of their nodes. */
    public String provider() {
        return kind.provider.getName();
    }

    /**
     * Checks that the ONNX Runtime of this process was built for the device. Whether the device is there only the processes
     * know that open it.
     *
     * @throws IllegalArgumentException if it was not, with the way out
     */
    public void requireProvider() {
        if (kind != Kind.CPU && !OnnxRuntime.providers().contains(kind.provider)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "device is %s, and the ONNX Runtime on the class path (%s) has no %s: device: cuda needs a build with -Pcuda, whose onnxruntime_gpu jar takes the place of onnxruntime (docs/gpu.md). Use that build, or set device: cpu.",
                    this,
                    OrtEnvironment.getEnvironment().getVersion(),
                    provider()));
        }
    }

    /** What its calls have come to in this process. */
    public DeviceLoad load() {
        return Devices.load(this);
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + card;
    }
}
