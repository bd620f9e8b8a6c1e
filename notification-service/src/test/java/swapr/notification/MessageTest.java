package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Air\r\nBcc: all@swapr.example",
                "Air\nBcc: all@swapr.example",
                "Air\rBcc: all@swapr.example",
                "Air\u2028Bcc: all@swapr.example",
                "Air\u2029Bcc: all@swapr.example",
                "Air\u0085Bcc: all@swapr.example",
                "Air\u0000 \t\u000bBcc: all@swapr.example"
            })
    void aLineBreakInATitleBecomesABlank(String title) {
        Message message = Message.of("Sold: " + title, title);

        assertThat(message.subject()).isEqualTo("Sold: Air Bcc: all@swapr.example");
        assertThat(message.text()).isEqualTo("Air Bcc: all@swapr.example");
    }

    @Test
    void emptyLinesSeparateTheParagraphs() {
        assertThat(Message.of("Sold", "It is sold.", "Send it.").text()).isEqualTo("It is sold.\n\nSend it.");
    }

    @Test
    void aSubjectIsCutAtTheLimitOfTheContract() {
        assertThat(Message.of("👟".repeat(400), "").subject()).isEqualTo("👟".repeat(400));
        assertThat(Message.of("👟".repeat(401), "").subject()).isEqualTo("👟".repeat(399) + "…");
    }

    @Test
    void charactersOfAllLanguagesStayUnchanged() {
        assertThat(Message.of("Größe 42 – 空军一号 👟", "").subject()).isEqualTo("Größe 42 – 空军一号 👟");
    }
}
