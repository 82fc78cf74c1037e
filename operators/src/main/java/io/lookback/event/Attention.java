package io.lookback.event;

import java.util.List;

/**
 * The past steps that one cell attended to most when it predicted one feature of a record.
 *
 * @param model name and version of the cell's model
 * @param steps largest weight first; the weights of all steps and of the current one sum to 1
 */
public record Attention(String model, String feature, List<AttendedStep> steps) {

    public Attention {
        steps = List.copyOf(steps);
    }
}
