package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;
import swapr.testing.Recording;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class AccountsTest {

    private final RestTestClient http;
    private final JdbcClient database;
    private final Recording events;

    @Autowired
    AccountsTest(RestTestClient http, JdbcClient database, Kafka kafka) {
        this.http = http;
        this.database = database;
        this.events = kafka.record("user-events");
    }

    @AfterEach
    void stopRecording() {
        events.close();
    }

    @Test
    void aRegistrationReturnsTheProfileAndPublishesAnEvent() {
        String email = Person.newEmail();
        var profile = Person.body(http.post()
                .uri("/users")
                .header("Correlation-Id", "registration-1")
                .body(Map.of(
                        "name",
                        " Ada ",
                        "email",
                        email.toUpperCase(java.util.Locale.ROOT),
                        "password",
                        Person.PASSWORD))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Correlation-Id", "registration-1")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());

        assertThat(profile.propertyNames()).containsExactlyInAnyOrder("id", "name", "email");
        assertThat(profile.path("name").asString()).isEqualTo("Ada");
        assertThat(profile.path("email").asString()).isEqualTo(email);
        ReceivedRecord registered =
                events.await("UserRegistered", "user:" + profile.path("id").asString());
        assertThat(registered.json().path("aggregate_version").asInt()).isEqualTo(1);
        assertThat(registered.json().path("correlation_id").asString()).isEqualTo("registration-1");
        assertThat(registered.payload())
                .isEqualTo(json(Map.of("user_id", profile.path("id").asString(), "name", "Ada", "email", email)));
    }

    @Test
    void aTakenAddressIsRefusedInAnyCase() {
        Person ada = Person.registered(http, "Ada");
        events.await("UserRegistered", ada.key());

        http.post()
                .uri("/users")
                .body(Map.of(
                        "name", "Eve", "email", ada.email().replace("person", "Person"), "password", Person.PASSWORD))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);

        assertThat(eventsOf(ada)).containsExactly("UserRegistered");
        assertThat(database.sql("select count(*) from event_log where body::text like ?")
                        .param("%" + ada.email() + "%")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aUserCanReadTheOwnProfile() {
        Person ada = Person.registered(http, "Ada");

        assertThat(me(ada)).isEqualTo(json(Map.of("id", ada.id(), "name", "Ada", "email", ada.email())));
    }

    @Test
    void aChangedProfileIsReturnedPublishedAndUsedForSignIn() {
        Person ada = Person.registered(http, "Ada");
        String newEmail = Person.newEmail();

        change(ada, Map.of("name", "Countess", "email", newEmail, "current_password", ada.password()))
                .expectStatus()
                .isOk();

        assertThat(me(ada)).isEqualTo(json(Map.of("id", ada.id(), "name", "Countess", "email", newEmail)));
        ReceivedRecord changed = events.await("UserProfileChanged", ada.key());
        assertThat(changed.json().path("actor").asString()).isEqualTo(ada.key());
        assertThat(changed.json().path("aggregate_version").asInt()).isEqualTo(2);
        assertThat(changed.payload())
                .isEqualTo(json(Map.of("user_id", ada.id(), "name", "Countess", "email", newEmail)));
        Person.signIn(http, newEmail, Person.PASSWORD);
    }

    @Test
    void aChangeOfNothingPublishesNoEvent() {
        Person ada = Person.registered(http, "Ada");

        change(ada, Map.of()).expectStatus().isOk();
        change(ada, Map.of("name", "Ada", "email", ada.email(), "current_password", ada.password(), "shoe_size", 42))
                .expectStatus()
                .isOk();
        change(ada, Map.of("name", "Grace")).expectStatus().isOk();

        events.await("UserProfileChanged", ada.key());
        assertThat(eventsOf(ada)).containsExactly("UserRegistered", "UserProfileChanged");
    }

    @Test
    void aChangeToATakenAddressIsRefused() {
        Person ada = Person.registered(http, "Ada");
        Person bob = Person.registered(http, "Bob");

        change(bob, Map.of("name", "Robert", "email", ada.email(), "current_password", bob.password()))
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);

        assertThat(me(bob).path("name").asString()).isEqualTo("Bob");
        assertThat(versionInTheLog(bob)).isEqualTo(1);
    }

    @Test
    void anErasedUserIsDeletedAndTheTokenIsRefused() {
        Person ada = Person.registered(http, "Ada");

        http.delete()
                .uri("/users/me")
                .headers(ada::authorize)
                .exchange()
                .expectStatus()
                .isNoContent();

        ReceivedRecord erased = events.await("UserErased", ada.key());
        assertThat(erased.payload()).isEqualTo(json(Map.of("user_id", ada.id())));
        assertThat(erased.json().path("aggregate_version").asInt()).isEqualTo(2);
        assertThat(database.sql("select count(*) from users where email = ?")
                        .param(ada.email())
                        .query(Long.class)
                        .single())
                .isZero();
        // The answer is 404 until the event arrives. Then the token itself is refused.
        await().untilAsserted(() -> http.get()
                .uri("/users/me")
                .headers(ada::authorize)
                .exchange()
                .expectStatus()
                .isUnauthorized());
        change(ada, Map.of("name", "Ghost")).expectStatus().isUnauthorized();
        http.delete()
                .uri("/users/me")
                .headers(ada::authorize)
                .exchange()
                .expectStatus()
                .isUnauthorized();
        http.post()
                .uri("/sessions")
                .body(Map.of("email", ada.email(), "password", ada.password()))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        assertThat(eventsOf(ada)).containsExactly("UserRegistered", "UserErased");
    }

    @Test
    void aStolenTokenAloneCannotChangeTheAddress() {
        Person ada = Person.registered(http, "Ada");

        var wrong = change(ada, Map.of("email", Person.newEmail(), "current_password", ada.password() + "!"));

        wrong.expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("current_password");
        assertThat(me(ada).path("email").asString()).isEqualTo(ada.email());
        assertThat(versionInTheLog(ada)).isEqualTo(1);
    }

    @Test
    void aNewPasswordReplacesTheOldOneAndEndsAllSessions() throws Exception {
        Person ada = Person.registered(http, "Ada");

        changePassword(ada, ada.password(), "a whole new password")
                .expectStatus()
                .isNoContent();

        assertThat(events.await("PasswordChanged", ada.key()).payload()).isEqualTo(json(Map.of("user_id", ada.id())));
        assertThat(events.await("SessionsEnded", ada.key()).payload())
                .isEqualTo(json(Map.of("user_id", ada.id(), "session_generation", 1)));
        http.post()
                .uri("/sessions")
                .body(Map.of("email", ada.email(), "password", ada.password()))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        assertThat(generationOf(Person.signIn(http, ada.email(), "a whole new password")))
                .isEqualTo(1);
    }

    @Test
    void aWrongCurrentPasswordChangesNothing() {
        Person ada = Person.registered(http, "Ada");

        changePassword(ada, "not the password", "a whole new password")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("current_password");

        assertThat(versionInTheLog(ada)).isEqualTo(1);
        Person.signIn(http, ada.email(), ada.password());
    }

    @Test
    void theOwnAddressIsRefusedAsAPassword() {
        Person ada = Person.registered(http, "Ada");

        changePassword(ada, ada.password(), ada.email().toUpperCase(java.util.Locale.ROOT))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("new_password");
    }

    /** Systems encode the same letter in different Unicode forms, and one user may sign in from both. */
    @Test
    void aPasswordMatchesInBothUnicodeForms() {
        String email = Person.newEmail();
        http.post()
                .uri("/users")
                .body(Map.of("name", "Andre\u0301", "email", email, "password", "cafe\u0301 \u00e9te\u0301"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("Andr\u00e9");

        Person.signIn(http, email, "caf\u00e9\u00a0e\u0301t\u00e9");
    }

    @Test
    void theLastOperatorCannotBeErased() {
        Person olga = Person.registered(http, "Olga");
        Person oleg = Person.registered(http, "Oleg");
        database.sql("update users set operator = (id in (?::uuid, ?::uuid))")
                .param(olga.id())
                .param(oleg.id())
                .update();

        erase(olga).expectStatus().isNoContent();
        erase(oleg)
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);

        assertThat(me(oleg).path("name").asString()).isEqualTo("Oleg");
        assertThat(versionInTheLog(oleg)).isEqualTo(1);
    }

    @Test
    void signingOutEverywhereRaisesTheGenerationInNewTokens() throws Exception {
        Person ada = Person.registered(http, "Ada");
        assertThat(generationOf(ada.bearer())).isZero();

        http.delete()
                .uri("/sessions")
                .headers(ada::authorize)
                .exchange()
                .expectStatus()
                .isNoContent();

        ReceivedRecord ended = events.await("SessionsEnded", ada.key());
        assertThat(ended.payload()).isEqualTo(json(Map.of("user_id", ada.id(), "session_generation", 1)));
        assertThat(generationOf(Person.signIn(http, ada.email(), ada.password())))
                .isEqualTo(1);
    }

    @Test
    void theAddressOfADeletedAccountCanBeUsedAgain() {
        Person ada = Person.registered(http, "Ada");
        http.delete()
                .uri("/users/me")
                .headers(ada::authorize)
                .exchange()
                .expectStatus()
                .isNoContent();

        http.post()
                .uri("/users")
                .body(Map.of("name", "Eve", "email", ada.email(), "password", Person.PASSWORD))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private RestTestClient.ResponseSpec change(Person person, Map<String, ?> body) {
        return http.patch()
                .uri("/users/me")
                .headers(person::authorize)
                .body(body)
                .exchange();
    }

    private RestTestClient.ResponseSpec changePassword(Person person, String current, String newPassword) {
        return http.put()
                .uri("/users/me/password")
                .headers(person::authorize)
                .body(Map.of("current_password", current, "new_password", newPassword))
                .exchange();
    }

    private RestTestClient.ResponseSpec erase(Person person) {
        return http.delete().uri("/users/me").headers(person::authorize).exchange();
    }

    private JsonNode me(Person person) {
        return Person.body(http.get()
                .uri("/users/me")
                .headers(person::authorize)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private static long generationOf(String bearer) throws java.text.ParseException {
        return SignedJWT.parse(bearer.substring("Bearer ".length()))
                .getJWTClaimsSet()
                .getLongClaim("session_generation");
    }

    private List<String> eventsOf(Person person) {
        return events.received().stream()
                .filter(event -> person.key().equals(event.key()))
                .map(ReceivedRecord::type)
                .toList();
    }

    private long versionInTheLog(Person person) {
        return database.sql("select max(aggregate_version) from event_log where aggregate_id = ?")
                .param(person.key())
                .query(Long.class)
                .single();
    }

    private static JsonNode json(Map<String, ?> fields) {
        return tools.jackson.databind.json.JsonMapper.shared().valueToTree(fields);
    }
}
