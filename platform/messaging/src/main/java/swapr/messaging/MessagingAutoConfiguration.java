package swapr.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
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
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Declares the beans of messaging and their dependencies. */
@AutoConfiguration(
        after = {KafkaAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class},
        before = FlywayAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration")
@EnableConfigurationProperties(MessagingProperties.class)
@Import(EndpointsConfiguration.class)
class MessagingAutoConfiguration {

    @Bean
    FlywayMigrationStrategy startersTablesFirst() {
        return new StarterMigrations();
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    Inbox inbox(JdbcTemplate jdbc) {
        return new Inbox(jdbc);
    }

    @Bean
    Parking parking(JdbcTemplate jdbc) {
        return new Parking(jdbc);
    }

    @Bean
    DeadLetterStore deadLetterStore(JdbcTemplate jdbc) {
        return new DeadLetterStore(jdbc);
    }

    @Bean
    Metrics messagingMetrics(MeterRegistry registry) {
        return new Metrics(registry);
    }

    @Bean
    Traces traces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        return new Traces(tracer.getIfAvailable(() -> Tracer.NOOP), propagator.getIfAvailable(() -> Propagator.NOOP));
    }

    @Bean
    Projections projections(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            ConsumerFactory<?, ?> kafka,
            EventCodec codec,
            Inbox inbox,
            MessagingProperties properties) {
        var readers = new DefaultKafkaConsumerFactory<>(
                ListenerContainers.settings(kafka.getConfigurationProperties()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        return new Projections(jdbc, transaction, readers, codec, inbox, properties);
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

    @Bean
    SubscriptionRegistry subscriptions(
            ConfigurableListableBeanFactory beans,
            @Value("${spring.application.name}") String service,
            EventCodec codec,
            Traces traces) {
        return new SubscriptionRegistry(beans, service, codec, traces);
    }

    @Bean
    ListenerContainers containers(
            ConsumerFactory<?, ?> kafka,
            SubscriptionRegistry subscriptions,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            Parking parking,
            Projections projections,
            Metrics metrics,
            MessagingProperties properties) {
        return new ListenerContainers(
                kafka.getConfigurationProperties(),
                subscriptions,
                transaction,
                codec,
                inbox,
                parking,
                projections,
                metrics,
                properties.retry());
    }

    @Bean
    CommandProcessor commandProcessor(
            SubscriptionRegistry subscriptions,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            Parking parking,
            DeadLetterStore deadLetters,
            Metrics metrics,
            MessagingProperties properties) {
        return new CommandProcessor(
                subscriptions, transaction, codec, inbox, parking, deadLetters, metrics, properties.work());
    }

    @Bean
    WorkQueues workQueues(
            ConsumerFactory<?, ?> kafka,
            SubscriptionRegistry subscriptions,
            CommandProcessor processor,
            Metrics metrics,
            MessagingProperties properties) {
        return new WorkQueues(kafka.getConfigurationProperties(), subscriptions, processor, metrics, properties.work());
    }

    @Bean
    Redrive redrive(
            SubscriptionRegistry subscriptions,
            CommandProcessor processor,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            DeadLetterStore deadLetters,
            Metrics metrics,
            MessagingProperties properties) {
        return new Redrive(
                subscriptions, processor, transaction, codec, inbox, deadLetters, metrics, properties.work());
    }

    @Bean
    Topics topics(
            KafkaAdmin kafka, EventTypes types, SubscriptionRegistry subscriptions, MessagingProperties properties) {
        return new Topics(kafka.getConfigurationProperties(), types, subscriptions, properties);
    }

    @Bean
    LagMonitor lagMonitor(
            KafkaAdmin kafka,
            JdbcTemplate jdbc,
            Topics topics,
            DeadLetterStore deadLetters,
            Metrics metrics,
            MeterRegistry registry,
            MessagingProperties properties) {
        return new LagMonitor(
                kafka.getConfigurationProperties(),
                new DatabaseGauges(jdbc, registry),
                topics,
                deadLetters,
                metrics,
                properties);
    }
}
