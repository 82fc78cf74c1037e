package io.lookback.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Models that come and go leave nothing behind outside the heap, where no collector looks. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
@Tag("slow")
class NativeMemoryTest {

    private static final int LOADS = 150;

    /** Half of what the process below loses by a session that nobody closes. */
    private static final long MOST_PER_LOAD = 100 << 10;

    @Test
    void aClosedModelGivesItsMemoryBack() throws Exception {
        long growth = LoadingProcess.growth(LOADS, false);

        assertThat(growth / LOADS).as("bytes per load").isLessThan(MOST_PER_LOAD);
    }

    /** So the test above would see it. */
    @Test
    void aModelThatNobodyClosesShows() throws Exception {
        long growth = LoadingProcess.growth(LOADS, true);

        assertThat(growth / LOADS).as("bytes per load").isGreaterThan(MOST_PER_LOAD);
    }
}
