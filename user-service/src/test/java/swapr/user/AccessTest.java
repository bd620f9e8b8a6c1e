package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.Access;
import swapr.testing.IntegrationTest;
import swapr.testing.Operation;
import swapr.testing.Operation.Given;
import swapr.testing.Tokens;

/** This service signs the tokens. The test adds its own key to the table, so that the service accepts its tokens. */
@IntegrationTest(properties = "swapr.signing.reload=100ms")
class AccessTest {

    private final ApplicationContext context;
    private final RestTestClient http;
    private final JdbcClient database;
    private final SigningKeys keys;

    @Autowired
    AccessTest(ApplicationContext context, RestTestClient http, JdbcClient database, SigningKeys keys) {
        this.context = context;
        this.http = http;
        this.database = database;
        this.keys = keys;
    }

    @BeforeEach
    void acceptTheTokensOfTheTest() {
        database.sql("insert into signing_keys (generation, jwk) values (0, ?) on conflict do nothing")
                .param(Tokens.shared().signingKey())
                .update();
        await().untilAsserted(() -> assertThat(keys.toVerify().getKeys()).hasSize(2));
    }

    @TestFactory
    Stream<DynamicContainer> everyOperationByEveryIdentity() {
        return Access.of(
                context,
                "people",
                List.of(
                        new Operation("POST /users", this::registration, 201, 201, 201, 201),
                        new Operation("GET /users/me", this::me, 401, 200, 404, 404),
                        new Operation("PATCH /users/me", () -> me().body(Map.of("name", "New")), 401, 200, 404, 404),
                        new Operation("DELETE /users/me", () -> account("/users/me"), 401, 204, 404, 404),
                        new Operation("PUT /users/me/password", this::password, 401, 204, 404, 404),
                        new Operation("POST /sessions", this::signIn, 200, 200, 200, 200),
                        new Operation("DELETE /sessions", () -> account("/sessions"), 401, 204, 404, 404),
                        new Operation(
                                "GET /.well-known/jwks.json",
                                () -> new Given(UUID.randomUUID(), "/.well-known/jwks.json"),
                                200,
                                200,
                                200,
                                200)));
    }

    private Given registration() {
        return new Given(UUID.randomUUID(), "/users")
                .body(Map.of("name", "New", "email", Person.newEmail(), "password", Person.PASSWORD));
    }

    private Given me() {
        Given me = account("/users/me");
        return me.secret(me.owner() + "@example.com");
    }

    /** Creates a user without a password, because hashing takes longer than the rest of the test. */
    private Given account(String path) {
        UUID owner = UUID.randomUUID();
        database.sql("""
                        insert into users (id, name, email, password_hash, operator, version)
                        values (?, ?, ?, '', false, 0)""").params(owner, "Owner", owner + "@example.com").update();
        return new Given(owner, path);
    }

    private Given password() {
        Person owner = Person.registered(http, "Owner");
        return new Given(UUID.fromString(owner.id()), "/users/me/password")
                .body(Map.of("current_password", owner.password(), "new_password", "a horse without batteries"));
    }

    private Given signIn() {
        Person owner = Person.registered(http, "Owner");
        return new Given(UUID.fromString(owner.id()), "/sessions")
                .body(Map.of("email", owner.email(), "password", owner.password()));
    }
}
