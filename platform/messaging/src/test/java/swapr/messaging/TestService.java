package swapr.messaging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import swapr.testing.Infrastructure;

/** One instance of a service under test. It has messaging and the given reactions, on the real broker and database. */
final class TestService implements AutoCloseable {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @EventType("Said")
    record Said(String word) {}

    @EventType(value = "Do", topic = "test-commands")
    record Do(String what) {}

    private final ConfigurableApplicationContext context;

    private TestService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Infrastructure.Database database() {
        return Infrastructure.shared().createDatabase();
    }

    /** Starts a service with a new name and an empty database. */
    static TestService start(Class<?>... subscriptions) {
        return start("service-" + UUID.randomUUID(), database(), List.of(), subscriptions);
    }

    static TestService start(
            String service, Infrastructure.Database database, List<String> settings, Class<?>... subscriptions) {
        return start(service, database, Infrastructure.shared().bootstrapServers(), settings, subscriptions);
    }

    /** Starts an instance with the given broker. It does not touch the shared infrastructure of the tests. */
    static TestService start(
            String service,
            Infrastructure.Database database,
            String bootstrap,
            List<String> settings,
            Class<?>... subscriptions) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=" + service,
                "--spring.config.import=classpath:swapr/messaging.yaml",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.datasource.hikari.connection-timeout=1000",
                "--SWAPR_KAFKA=" + bootstrap,
                "--swapr.messaging.topic=test-events",
                "--swapr.messaging.lag-interval=200ms",
                "--management.otlp.metrics.export.enabled=false",
                "--management.tracing.sampling.probability=1.0",
                "--spring.main.banner-mode=off",
                "--logging.level.org.flywaydb=error",
                "--logging.level.root=warn"));
        arguments.addAll(settings);
        List<Class<?>> sources = new ArrayList<>(List.of(Application.class));
        Collections.addAll(sources, subscriptions);
        return new TestService(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new)));
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** The name of the service, which is also the name of its consumer group. */
    String name() {
        return Objects.requireNonNull(context.getEnvironment().getProperty("spring.application.name"));
    }

    /** Returns another listener of this service's consumer group. It works without a container. */
    EventBatchListener listener() {
        var subscription =
                Objects.requireNonNull(get(SubscriptionRegistry.class).of(name()));
        return get(ListenerContainers.class).listener(name(), subscription);
    }

    JdbcTemplate jdbc() {
        return get(JdbcTemplate.class);
    }

    EventLog log() {
        return get(EventLog.class);
    }

    void inTransaction(Runnable action) {
        get(TransactionTemplate.class).executeWithoutResult(status -> action.run());
    }

    /** Appends the messages of one aggregate in a separate transaction. */
    void append(String aggregateId, long expectedVersion, Object... messages) {
        inTransaction(() -> log().append(aggregateId, expectedVersion, messages));
    }

    /** Returns a relay of this instance: {@code relay} for events, {@code deadLetterRelay} for dead letters. */
    Relay relay(String bean) {
        return context.getBean(bean, Relay.class);
    }

    DeadLettersEndpoint deadLetters() {
        return new DeadLettersEndpoint(
                get(DeadLetterQueries.class), get(OperatorActions.class), new JourneyEndpoint(jdbc()), name());
    }

    long count(String sql, Object... arguments) {
        Long count = jdbc().queryForObject(sql, Long.class, arguments);
        return count == null ? 0 : count;
    }

    @Override
    public void close() {
        context.close();
    }
}
