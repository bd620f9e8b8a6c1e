package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void aRecordCannotChangeTheTerminal() {
        assertThat(Topic.visible("{\"title\":\"Böse 👟\"}")).isEqualTo("{\"title\":\"Böse 👟\"}");
        assertThat(Topic.visible("\u001b[31mred\u0000\r\n\u202e")).isEqualTo("\ufffd[31mred\ufffd\ufffd\ufffd\ufffd");
        assertThat(Topic.visible(null)).isEqualTo("null");
    }
}
