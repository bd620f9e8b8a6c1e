package swapr.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsProcessTest {

    /** For {@code kill}, -1 means all processes of the user, and 0 means the own group. Signal 0 changes nothing. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 0})
    void aSignalGoesToOneProcess(long pid) {
        assertThatThrownBy(() -> OsProcess.signal(pid, "0")).hasMessage("there is no process " + pid);
    }
}
