package swapr.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AuditLogTest {

    private final AtomicLong clock = new AtomicLong();
    private final AuditLog log = new AuditLog(clock::get);

    @Test
    void linesOverTheLimitAreCountedAndNotWritten(CapturedOutput output) {
        for (int i = 0; i < 1_000; i++) {
            log.write("event=refused number=" + i);
        }
        clock.addAndGet(1_000_000_000);
        log.write("event=refused number=last");

        assertThat(output.getOut().lines().filter(line -> line.contains("event=refused")))
                .hasSize(AuditLog.LINES_PER_SECOND + 1);
        assertThat(output.getOut()).contains("event=left-out count=950").contains("number=last");
    }

    @Test
    void theCountIsWrittenWhenTheLogIsClosed(CapturedOutput output) {
        for (int i = 0; i < AuditLog.LINES_PER_SECOND + 1; i++) {
            log.write("event=refused");
        }

        log.destroy();

        assertThat(output.getOut()).contains("event=left-out count=1");
    }

    @Test
    void aPathShowsNoTokensNoAddressesAndNoLineBreaks() {
        assertThat(AuditFilter.cleaned("/orders/019a8f2c-0000-7000-8000-000000000001/events"))
                .isEqualTo("/orders/019a8f2c-0000-7000-8000-000000000001/events");
        assertThat(AuditFilter.cleaned("/x/eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.MEUCIQD/y"))
                .isEqualTo("/x/*/y");
        assertThat(AuditFilter.cleaned("/users/ada@swapr.example\nevent=operator"))
                .isEqualTo("/users/ada?swapr.example?event?operator");
        assertThat(AuditFilter.cleaned("/a".repeat(1_000))).hasSize(200);
    }
}
