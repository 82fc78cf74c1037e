package io.lookback.control;

import java.io.IOException;
import java.io.Serializable;

/** Reads what is in force when a job begins, or begins again: no alert shall slip through because a rule comes late. */
public interface ControlPreload extends Serializable {

    /** @throws IOException if it cannot be read: the job shall not begin without it */
    ControlContent load() throws IOException;
}
