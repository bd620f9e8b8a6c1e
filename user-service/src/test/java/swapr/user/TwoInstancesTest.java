package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Kafka;

/** The instance of the test framework creates the database. Two more start at the same time and share it. */
@IntegrationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoInstancesTest {

    private final Environment environment;
    private final JdbcClient database;
    private final Kafka kafka;
    private List<ConfigurableApplicationContext> instances = List.of();

    @Autowired
    TwoInstancesTest(Environment environment, JdbcClient database, Kafka kafka) {
        this.environment = environment;
        this.database = database;
        this.kafka = kafka;
    }

    @BeforeAll
    void startTwoInstancesAtTheSameTime() throws Exception {
        database.sql("delete from signing_keys").update();
        instances = atTheSameTime(this::start, this::start);
    }

    @AfterAll
    void stop() {
        instances.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void theSampleUsersExistAndArePublishedOnce() {
        try (var events = kafka.recordAll("user-events")) {
            for (int number = 1; number <= 3; number++) {
                events.await("UserRegistered", "user:00000000-0000-7000-8000-00000000000" + number);
            }
            assertThat(events.received().stream()
                            .filter(event -> event.type().equals("UserRegistered"))
                            .filter(event -> String.valueOf(event.key()).startsWith("user:00000000-0000-7000"))
                            .map(event -> event.payload().path("name").asString()))
                    .containsExactlyInAnyOrder("Ada", "Bob", "Olga");
        }
        String olga = Person.signIn(http(0), "olga@swapr.example", "olgas secret");
        assertThat(new String(
                        java.util.Base64.getUrlDecoder().decode(olga.split("\\.", -1)[1]),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"roles\":[\"operator\"]");
    }

    @Test
    void creatingTheSampleUsersAgainChangesNothing() {
        long before = messagesInTheLog();

        instances.forEach(instance -> instance.getBean(SampleUsers.class).run());

        assertThat(messagesInTheLog()).isEqualTo(before);
    }

    /** Audiences see the passwords, so one of them may delete such an account. */
    @Test
    void aServiceStartsAfterASampleUserIsErased() {
        String ada = Person.signIn(http(0), "ada@swapr.example", "adas secret");
        http(0).delete()
                .uri("/users/me")
                .header("Authorization", ada)
                .exchange()
                .expectStatus()
                .isNoContent();
        long before = messagesInTheLog();

        instances.forEach(instance -> instance.getBean(SampleUsers.class).run());

        assertThat(messagesInTheLog()).isEqualTo(before);
    }

    @Test
    void aTokenOfOneInstanceIsAcceptedByTheOther() {
        String bob = Person.signIn(http(0), "bob@swapr.example", "bobs secret");

        http(1).get()
                .uri("/users/me")
                .header("Authorization", bob)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("Bob");
        assertThat(database.sql("select count(*) from signing_keys")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void oneOfTwoConcurrentRegistrationsGetsTheAddress() throws Exception {
        for (int round = 0; round < 5; round++) {
            String email = Person.newEmail();

            var statuses = atTheSameTime(() -> register(http(0), email), () -> register(http(1), email));

            assertThat(statuses).containsExactlyInAnyOrder(201, 409);
            assertThat(database.sql("select count(*) from event_log where body::text like ?")
                            .param("%" + email + "%")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void oneOfTwoConcurrentChangesGetsTheAddress() throws Exception {
        var people = IntStream.range(0, 2)
                .mapToObj(number -> Person.registered(http(number), "P" + number))
                .toList();
        String email = Person.newEmail();

        var statuses = atTheSameTime(
                () -> changeEmail(http(0), people.get(0), email), () -> changeEmail(http(1), people.get(1), email));

        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }

    private int register(RestTestClient http, String email) {
        return http.post()
                .uri("/users")
                .body(Map.of("name", "Racer", "email", email, "password", Person.PASSWORD))
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    private int changeEmail(RestTestClient http, Person person, String email) {
        return http.patch()
                .uri("/users/me")
                .headers(person::authorize)
                .body(Map.of("email", email, "current_password", person.password()))
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(UserServiceApplication.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.jmx.enabled=false",
                        "--swapr.seed.ada=adas secret",
                        "--swapr.seed.bob=bobs secret",
                        "--swapr.seed.olga=olgas secret",
                        argument("spring.kafka.bootstrap-servers"),
                        argument("spring.datasource.url"),
                        argument("spring.datasource.username"),
                        argument("spring.datasource.password"));
    }

    private String argument(String property) {
        return "--" + property + "=" + environment.getRequiredProperty(property);
    }

    private RestTestClient http(int instance) {
        String port = instances.get(instance).getEnvironment().getRequiredProperty("local.server.port");
        return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    private long messagesInTheLog() {
        return database.sql("select count(*) from event_log").query(Long.class).single();
    }

    private static <T> List<T> atTheSameTime(Callable<T> one, Callable<T> other) throws Exception {
        var start = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> first = threads.submit(() -> {
                start.await();
                return one.call();
            });
            Future<T> second = threads.submit(() -> {
                start.await();
                return other.call();
            });
            return List.of(first.get(), second.get());
        }
    }
}
