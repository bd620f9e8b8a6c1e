package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** A registered user who is signed in. */
record Person(String id, String name, String email, String password, String bearer) {

    static final String PASSWORD = "correct horse battery";

    /** Registers a user with a new address and signs in. */
    static Person registered(RestTestClient http, String name) {
        String email = newEmail();
        var profile = body(http.post()
                .uri("/users")
                .body(Map.of("name", name, "email", email, "password", PASSWORD))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
        return new Person(profile.path("id").asString(), name, email, PASSWORD, signIn(http, email, PASSWORD));
    }

    static String signIn(RestTestClient http, String email, String password) {
        var session = body(http.post()
                .uri("/sessions")
                .body(Map.of("email", email, "password", password))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
        assertThat(session.path("token_type").asString()).isEqualTo("Bearer");
        return "Bearer " + session.path("access_token").asString();
    }

    static String newEmail() {
        return "person-" + UuidCreator.getTimeOrderedEpoch() + "@example.com";
    }

    static JsonNode body(@org.jspecify.annotations.Nullable JsonNode body) {
        return Objects.requireNonNull(body);
    }

    String key() {
        return "user:" + id;
    }

    void authorize(HttpHeaders headers) {
        headers.set(HttpHeaders.AUTHORIZATION, bearer);
    }
}
