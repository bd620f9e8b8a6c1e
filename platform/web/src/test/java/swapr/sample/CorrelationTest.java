package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Tokens;

@IntegrationTest(databaseBehindProxy = true)
class CorrelationTest {

    @Autowired
    RestTestClient http;

    @Autowired
    Tokens tokens;

    @Test
    void aValidIncomingIdIsKeptAndVisibleToTheController() {
        http.get()
                .uri("/me")
                .header("Authorization", tokens.bearer(UUID.randomUUID(), "Ada"))
                .header("Correlation-Id", "workshop:step_1.a-b")
                .exchange()
                .expectHeader()
                .valueEquals("Correlation-Id", "workshop:step_1.a-b")
                .expectBody()
                .jsonPath("$.context.correlation_id")
                .isEqualTo("workshop:step_1.a-b")
                .jsonPath("$.log.correlation_id")
                .isEqualTo("workshop:step_1.a-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "<script>", "é"})
    void anInvalidIncomingIdIsReplaced(String invalid) {
        assertThat(correlationIdOf(invalid, "/public/search")).isNotEqualTo(invalid);
        assertThat(UUID.fromString(correlationIdOf(invalid, "/public/search")).version())
                .isEqualTo(7);
        assertThat(UUID.fromString(correlationIdOf("x".repeat(65), "/public/search"))
                        .version())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public/search",
                "/me",
                "/public/nowhere",
                "/public/failures/bug",
                "/public;x/y",
                "/public/failures/gone"
            })
    void everyAnswerHasTheCorrelationId(String path) {
        assertThat(correlationIdOf("kept", path)).isEqualTo("kept");
    }

    private String correlationIdOf(String incoming, String path) {
        return Objects.requireNonNull(http.get()
                .uri(java.net.URI.create(path))
                .header("Correlation-Id", incoming)
                .exchange()
                .returnResult(byte[].class)
                .getResponseHeaders()
                .getFirst("Correlation-Id"));
    }
}
