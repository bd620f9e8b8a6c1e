package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.SendFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class EmailSenderTest {

    /** A command without more attempts is logged with its whole stack trace. */
    @Test
    void theStackTraceHasNoTextOfTheMailServer() {
        var refused = new SendFailedException("550 5.1.1 <busy@swapr.example>: unknown");
        var printed = new StringWriter();

        EmailSender.trouble(refused).printStackTrace(new PrintWriter(printed, true));

        assertThat(printed.toString()).contains("SendFailedException").doesNotContain("busy@");
    }
}
