package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import tools.jackson.databind.JsonNode;

/** Invalid calls get problem details and leave the event log unchanged. */
@IntegrationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // all tests share one user
class BadInputTest {

    private final RestTestClient http;
    private final JdbcClient database;
    private final Person ada;
    private final long before;

    @Autowired
    BadInputTest(RestTestClient http, JdbcClient database) {
        this.http = http;
        this.database = database;
        this.ada = Person.registered(http, "Ada");
        this.before = messagesInTheLog();
    }

    @AfterEach
    void theLogIsUnchanged() {
        assertThat(messagesInTheLog()).isEqualTo(before);
    }

    static Stream<Arguments> wrongFields() {
        String address = "a@example.com";
        return Stream.of(
                Arguments.of("POST", "/users", "{}", "name email password"),
                Arguments.of("POST", "/users", registration("null", quoted(address), "'size forty-two'"), "name"),
                Arguments.of("POST", "/users", registration("'  '", quoted(address), "'size forty-two'"), "name"),
                Arguments.of("POST", "/users", registration("5", quoted(address), "'size forty-two'"), "name"),
                Arguments.of("POST", "/users", registration("['Ada']", quoted(address), "'size forty-two'"), "name"),
                Arguments.of(
                        "POST",
                        "/users",
                        registration(quoted("x".repeat(101)), quoted(address), "'size forty-two'"),
                        "name"),
                Arguments.of(
                        "POST",
                        "/users",
                        registration("'Ada\\nBcc: all'", quoted(address), "'size forty-two'"),
                        "name"),
                Arguments.of(
                        "POST", "/users", registration("'A\\u0000da'", quoted(address), "'size forty-two'"), "name"),
                Arguments.of(
                        "POST", "/users", registration("'A\\ud800da'", quoted(address), "'size forty-two'"), "name"),
                Arguments.of(
                        "POST", "/users", registration("'A\\u202eda'", quoted(address), "'size forty-two'"), "name"),
                Arguments.of("POST", "/users", registration("'Ada'", "'ada'", "'size forty-two'"), "email"),
                Arguments.of("POST", "/users", registration("'Ada'", "'ada@localhost'", "'size forty-two'"), "email"),
                Arguments.of(
                        "POST", "/users", registration("'Ada'", "'a da@example.com'", "'size forty-two'"), "email"),
                Arguments.of(
                        "POST", "/users", registration("'Ada'", "'ada@example..com'", "'size forty-two'"), "email"),
                Arguments.of(
                        "POST", "/users", registration("'Ada'", "'ada@-example.com'", "'size forty-two'"), "email"),
                Arguments.of(
                        "POST",
                        "/users",
                        registration("'Ada'", "'a@b.c\\r\\nBcc: x@y.z'", "'size forty-two'"),
                        "email"),
                Arguments.of(
                        "POST",
                        "/users",
                        registration("'Ada'", quoted("a".repeat(65) + "@b.cc"), "'size forty-two'"),
                        "email"),
                Arguments.of(
                        "POST",
                        "/users",
                        registration("'Ada'", quoted("a@" + "b.".repeat(90000) + "c"), "'size forty-two'"),
                        "email"),
                Arguments.of("POST", "/users", registration("'Ada'", "true", "'size forty-two'"), "email"),
                Arguments.of("POST", "/users", registration("'Ada'", quoted(address), "'1234567'"), "password"),
                Arguments.of(
                        "POST", "/users", registration("'Ada'", quoted(address), quoted("x".repeat(129))), "password"),
                Arguments.of("POST", "/users", registration("'Ada'", quoted(address), "12345678"), "password"),
                Arguments.of(
                        "POST", "/users", registration("'Ada'", "'a..b@example.com'", "'size forty-two'"), "email"),
                Arguments.of("POST", "/users", registration("'Ada'", "'.a@example.com'", "'size forty-two'"), "email"),
                Arguments.of("POST", "/users", registration("'Ada'", "'a.@example.com'", "'size forty-two'"), "email"),
                Arguments.of("POST", "/users", registration("'Ada'", quoted(address), "'        '"), "password"),
                Arguments.of("POST", "/users", registration("'Ada'", quoted(address), "'Password'"), "password"),
                Arguments.of("POST", "/users", registration("'Ada'", quoted(address), "'12345678'"), "password"),
                Arguments.of("POST", "/users", registration("'Ada'", quoted(address), "'forty\\u0007two'"), "password"),
                Arguments.of("POST", "/users", registration("'Ada Byron'", quoted(address), "'ada byron'"), "password"),
                Arguments.of("PATCH", "/users/me", "{'email':'a.@example.com'}", "email"),
                Arguments.of("PATCH", "/users/me", "{'email':'ada@example.com'}", "current_password"),
                Arguments.of("PUT", "/users/me/password", "{}", "current_password new_password"),
                Arguments.of(
                        "PUT",
                        "/users/me/password",
                        "{'current_password':'x','new_password':'iloveyou'}",
                        "new_password"),
                Arguments.of("PATCH", "/users/me", "{'name':''}", "name"),
                Arguments.of("PATCH", "/users/me", "{'name':'   '}", "name"),
                Arguments.of("PATCH", "/users/me", "{'name':{'first':'Ada'}}", "name"),
                Arguments.of("PATCH", "/users/me", "{'email':'nowhere'}", "email"),
                Arguments.of("PATCH", "/users/me", "{'name':" + quoted("x".repeat(101)) + ",'email':''}", "name email"),
                Arguments.of("POST", "/sessions", "{}", "email password"),
                Arguments.of("POST", "/sessions", "{'email':" + quoted("x".repeat(255)) + ",'password':'x'}", "email"),
                Arguments.of("POST", "/sessions", "{'email':'a@b.cc','password':{}}", "password"));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void theAnswerNamesTheWrongFields(String method, String path, String body, String fields) {
        var problem = problem(call(method, path, body.replace('\'', '"')), 400);

        assertThat(problem.path("errors").values().stream()
                        .map(error -> error.path("field").asString()))
                .containsOnly(fields.split(" ", -1));
        assertThat(problem.path("errors").values())
                .allSatisfy(error -> assertThat(error.path("message").asString())
                        .isNotBlank()
                        .hasSizeLessThan(200));
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of("", "{", "[]", "null", "'hello'", "{'name':'Ada'", "{name:Ada}", "\u0000", "{}}{")
                .flatMap(body -> Stream.of(
                        Arguments.of("POST", "/users", body),
                        Arguments.of("POST", "/sessions", body),
                        Arguments.of("PATCH", "/users/me", body)));
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void aBodyThatIsNotAnObjectIsRefused(String method, String path, String body) {
        problem(call(method, path, body.replace('\'', '"')), 400);
    }

    @Test
    void anotherMediaTypeIsRefused() {
        var answer = http.post()
                .uri("/users")
                .contentType(MediaType.TEXT_PLAIN)
                .body("name=Ada")
                .exchange();

        problem(answer, 415);
    }

    static Stream<Arguments> wrongMethods() {
        return Stream.of(
                Arguments.of("PUT", "/users"),
                Arguments.of("GET", "/users"),
                Arguments.of("POST", "/users/me"),
                Arguments.of("PUT", "/users/me"),
                Arguments.of("GET", "/sessions"),
                Arguments.of("POST", "/users/me/password"),
                Arguments.of("DELETE", "/.well-known/jwks.json"));
    }

    @ParameterizedTest
    @MethodSource("wrongMethods")
    void aWrongMethodIsRefused(String method, String path) {
        problem(call(method, path, "{}"), 405);
    }

    @Test
    void anUnknownPathIsNotFound() {
        problem(call("GET", "/users/" + ada.id(), "{}"), 404);
        problem(call("GET", "/actuator/health", "{}"), 404);
    }

    @Test
    void anEnormousBodyIsRefused() {
        problem(call("POST", "/users", "{\"name\":\"" + "x".repeat(1_000_000) + "\"}"), 413);
    }

    private RestTestClient.ResponseSpec call(String method, String path, String body) {
        return http.method(HttpMethod.valueOf(method))
                .uri(path)
                .headers(ada::authorize)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private static JsonNode problem(RestTestClient.ResponseSpec answer, int status) {
        var problem = Person.body(answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .exists("Correlation-Id")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        return problem;
    }

    private long messagesInTheLog() {
        return database.sql("select count(*) from event_log").query(Long.class).single();
    }

    private static String registration(String name, String email, String password) {
        return "{'name':%s,'email':%s,'password':%s}".formatted(name, email, password);
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
