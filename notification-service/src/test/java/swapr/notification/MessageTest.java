package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Air\r\nBcc: everybody@swapr.example",
                "Air\nBcc: everybody@swapr.example",
                "Air\rBcc: everybody@swapr.example",
                "Air\u2028Bcc: everybody@swapr.example",
                "Air\u2029Bcc: everybody@swapr.example",
                "Air\u0085Bcc: everybody@swapr.example",
                "Air\u0000 \t\u000bBcc: everybody@swapr.example"
            })
    void a_line_break_in_a_title_becomes_a_blank(String title) {
        Message message = Message.of("Sold: " + title, title);

        assertThat(message.subject()).isEqualTo("Sold: Air Bcc: everybody@swapr.example");
        assertThat(message.text()).isEqualTo("Air Bcc: everybody@swapr.example");
    }

    @Test
    void paragraphs_are_separated_by_empty_lines() {
        assertThat(Message.of("Sold", "It is sold.", "Send it.").text()).isEqualTo("It is sold.\n\nSend it.");
    }

    @Test
    void letters_of_all_languages_stay_as_they_are() {
        assertThat(Message.of("Größe 42 – 空军一号 👟", "").subject()).isEqualTo("Größe 42 – 空军一号 👟");
    }
}
