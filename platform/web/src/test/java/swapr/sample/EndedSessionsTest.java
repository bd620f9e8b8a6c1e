package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.local.TcpProxy;
import swapr.testing.IntegrationTest;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;
import swapr.testing.Tokens;

/** Tokens of erased users and ended sessions, on both ports. */
@IntegrationTest(databaseBehindProxy = true)
class EndedSessionsTest {

    @Autowired
    RestTestClient http;

    @Autowired
    Kafka kafka;

    @Autowired
    Tokens tokens;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TcpProxy database;

    @Autowired
    Environment environment;

    @LocalManagementPort
    int managementPort;

    private final UUID ada = UuidCreator.getTimeOrderedEpoch();
    private RestTestClient management;

    @BeforeEach
    void managementPort() {
        management = RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + managementPort)
                .build();
    }

    @Test
    void tokensOfAnErasedUserAreRefusedOnBothPorts() {
        String token = tokens.bearer(ada, "Ada", "OPERATOR");
        assertThat(me(token)).isEqualTo(200);
        assertThat(status(management, "/actuator/info", token)).isEqualTo(200);

        kafka.publish("user-events", erased(ada));

        await().untilAsserted(() -> assertThat(me(token)).isEqualTo(401));
        assertThat(status(management, "/actuator/info", token)).isEqualTo(401);
        assertThat(me(tokens.ofGeneration(7, ada, "Ada"))).isEqualTo(401);
        assertThat(status(http, "/public/sneakers/" + ada, token))
                .as("an invalid token is refused on a public path too")
                .isEqualTo(401);
    }

    @Test
    void signingOutEverywhereEndsOnlyEarlierGenerations() {
        String before = tokens.bearer(ada, "Ada");
        String between = tokens.ofGeneration(1, ada, "Ada");
        String after = tokens.ofGeneration(2, ada, "Ada");

        kafka.publish("user-events", signedOut(ada, 1));
        await().untilAsserted(() -> assertThat(me(before)).isEqualTo(401));
        assertThat(me(between)).isEqualTo(200);

        kafka.publish("user-events", signedOut(ada, 2).version(2));
        await().untilAsserted(() -> assertThat(me(between)).isEqualTo(401));
        assertThat(me(after)).isEqualTo(200);
        assertThat(me(tokens.bearer(UUID.randomUUID(), "Bob"))).isEqualTo(200);
    }

    @Test
    void aLateEventEndsNoNewerGeneration() {
        kafka.deliver("user-events", signedOut(ada, 5).version(5))
                .eventually(
                        () -> assertThat(me(tokens.ofGeneration(4, ada, "Ada"))).isEqualTo(401))
                .andAgainChangesNothing(() -> jdbc.queryForList("select * from ended_sessions where user_id = ?", ada));

        kafka.awaitProcessed(kafka.publish("user-events", signedOut(ada, 3).version(6)));

        assertThat(jdbc.queryForObject(
                        "select session_generation from ended_sessions where user_id = ?", Long.class, ada))
                .isEqualTo(5);
    }

    @Test
    void anOldEndedSessionIsNotStored() {
        kafka.awaitProcessed(
                kafka.publish("user-events", erased(ada).at(Instant.now().minus(Duration.ofHours(1)))));

        assertThat(jdbc.queryForList("select * from ended_sessions where user_id = ?", ada))
                .isEmpty();
    }

    @Test
    void aTimeInTheFutureCountsAsNow() {
        Instant before = Instant.now();

        kafka.awaitProcessed(
                kafka.publish("user-events", erased(ada).at(Instant.now().plus(Duration.ofDays(365)))));

        assertThat(jdbc.queryForObject(
                        "select ended_at from ended_sessions where user_id = ?", OffsetDateTime.class, ada))
                .isBetween(before.atOffset(ZoneOffset.UTC), OffsetDateTime.now(ZoneOffset.UTC));
    }

    /** The consumer group delivers an event to only one instance. */
    @Test
    void everyInstanceRefusesTheToken() {
        try (var other = new SpringApplicationBuilder(SampleApplication.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.jmx.enabled=false",
                        argument("spring.kafka.bootstrap-servers"),
                        argument("spring.datasource.url"),
                        argument("spring.datasource.username"),
                        argument("spring.datasource.password"),
                        argument("spring.security.oauth2.resourceserver.jwt.jwk-set-uri"))) {
            var second = RestTestClient.bindToServer()
                    .baseUrl("http://127.0.0.1:" + other.getEnvironment().getProperty("local.server.port"))
                    .build();
            String token = tokens.bearer(ada, "Ada");
            assertThat(status(second, "/me", token)).isEqualTo(200);

            kafka.publish("user-events", erased(ada));

            await().untilAsserted(() -> {
                assertThat(me(token)).isEqualTo(401);
                assertThat(status(second, "/me", token)).isEqualTo(401);
            });
        }
    }

    @Test
    void duringAnOutageOfTheDatabaseTheEndedSessionsAreKept() {
        String token = tokens.bearer(ada, "Ada");
        kafka.publish("user-events", erased(ada));
        await().untilAsserted(() -> assertThat(me(token)).isEqualTo(401));

        database.cut();
        try {
            await().during(Duration.ofSeconds(2)).untilAsserted(() -> {
                assertThat(me(token)).isEqualTo(401);
                assertThat(me(tokens.bearer(UUID.randomUUID(), "Bob"))).isEqualTo(200);
            });
        } finally {
            database.restore();
        }
    }

    private String argument(String property) {
        return "--" + property + "=" + environment.getRequiredProperty(property);
    }

    private int me(String token) {
        return status(http, "/me", token);
    }

    private static int status(RestTestClient http, String path, String token) {
        return http.get()
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, token)
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    private static TestEvent erased(UUID user) {
        return TestEvent.of("UserErased", "user:" + user).with("user_id", user);
    }

    private static TestEvent signedOut(UUID user, long generation) {
        return TestEvent.of("SessionsEnded", "user:" + user)
                .with("user_id", user)
                .with("session_generation", generation);
    }
}
