package io.lookback.flow;

import io.lookback.control.Announcement;
import io.lookback.control.ControlChange;

/** Which of a job's two scoring operators one is. */
enum Role {
    /** The one whose scores count. */
    LIVE,
    /** The one that scores beside it, only the series that a shadow model is announced for, as they would be with it. */
    SHADOW;

    /** Whether the model is one that this operator runs. */
    boolean runs(Announcement announcement) {
        return this == SHADOW || !announcement.shadow();
    }

    /** Whether this operator says that the change cannot be followed. */
    boolean answers(ControlChange change) {
        boolean shadow = change.entry() instanceof Announcement announcement && announcement.shadow();
        return shadow == (this == SHADOW);
    }
}
