package io.lookback.onnx;

/**
 * What the calls on a device have come to since the process opened it.
 *
 * @param calls handed in by all subtasks
 * @param runs that they were merged into
 * @param rows of these runs
 * @param waiting calls that wait now
 */
public record DeviceLoad(long calls, long runs, long rows, int waiting) {

    /** Of a device that runs each call as it comes and counts none, or that nobody has opened. */
    static final DeviceLoad NONE = new DeviceLoad(0, 0, 0, 0);
}
