package swapr.messaging;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Declares the beans of messaging. The constructor of each imported class names what it needs. */
@AutoConfiguration(
        after = {KafkaAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class},
        before = FlywayAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration")
@EnableConfigurationProperties(MessagingProperties.class)
@Import({
    EventCodec.class,
    Traces.class,
    Metrics.class,
    Topics.class,
    Inbox.class,
    DeadLetterStore.class,
    CommandRetries.class,
    DeadLetterQueries.class,
    OperatorActions.class,
    SubscriptionRegistry.class,
    Projections.class,
    ListenerContainers.class,
    LimitedStores.class,
    CommandProcessor.class,
    CommandOutcomes.class,
    StoredCommandResults.class,
    CommandResults.class,
    DueCommands.class,
    WorkQueues.class,
    RedriveOfOne.class,
    Redrive.class,
    DatabaseGauges.class,
    LagMonitor.class,
    EndpointsConfiguration.class
})
class MessagingAutoConfiguration {

    @Bean
    FlywayMigrationStrategy startersTablesFirst() {
        return new StarterMigrations();
    }

    @Bean
    EventTypes eventTypes(ConfigurableListableBeanFactory beans, MessagingProperties properties) {
        return new EventTypes(AutoConfigurationPackages.get(beans), properties.topic(), properties.retired());
    }

    @Bean
    @Primary
    Relay relay(
            @Value("${spring.application.name}") String service,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            ProducerFactory<?, ?> kafka,
            Metrics metrics,
            MessagingProperties properties) {
        var settings = properties.outbox();
        return new Relay(
                jdbc,
                transaction,
                producers(kafka),
                new EventOutbox(jdbc, service, settings.batch()),
                metrics,
                settings);
    }

    @Bean
    Relay deadLetterRelay(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            ProducerFactory<?, ?> kafka,
            Metrics metrics,
            MessagingProperties properties) {
        return new Relay(jdbc, transaction, producers(kafka), new DeadLetterOutbox(jdbc), metrics, properties.outbox());
    }

    private static ProducerFactory<byte[], byte[]> producers(ProducerFactory<?, ?> kafka) {
        var factory = new DefaultKafkaProducerFactory<>(
                producer(kafka.getConfigurationProperties()), new ByteArraySerializer(), new ByteArraySerializer());
        factory.setPhysicalCloseTimeout(0); // the relay drops unsent records, because they stay in the outbox
        return factory;
    }

    /**
     * An idempotent producer with one request at a time and without expiry, so that no event overtakes another one
     * (docs/decisions/0002).
     */
    static Map<String, Object> producer(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // No compression: lz4 halves the bytes, but some client libraries cannot read it (docs/messaging-speed.md).
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        return settings;
    }

    @Bean
    EventLog eventLog(
            @Value("${spring.application.name}") String service,
            JdbcTemplate jdbc,
            EventTypes types,
            EventCodec codec,
            Traces traces,
            Relay relay) {
        return new PostgresEventLog(jdbc, types, codec, traces, service, relay::wake);
    }
}
