package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LiveHeapsTest {

    @Test
    void theTotalIsInTheLastLineOfAHistogram() {
        assertThat(LiveHeaps.total("""
                4711:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:          1000        3000000  [B (java.base@25)
                Total          1000        3000000
                """)).isEqualTo(3_000_000);
    }

    @Test
    void anErrorOfTheToolIsReported() {
        assertThatThrownBy(() -> LiveHeaps.total("AttachNotSupportedException: the process does not answer"))
                .hasMessageContaining("the process does not answer");
    }
}
