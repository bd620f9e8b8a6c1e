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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Declares the beans of messaging and their dependencies. {@link Parts} has the objects that several beans share. */
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
    Parts messagingParts(
            @Value("${spring.application.name}") String service,
            MessagingProperties properties,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            ConsumerFactory<?, ?> containers,
            MeterRegistry registry,
            ObjectProvider<Tracer> tracer,
            ObjectProvider<Propagator> propagator) {
        var transaction = new TransactionTemplate(transactions);
        var codec = new EventCodec();
        var inbox = new Inbox(jdbc);
        var projections = new Projections(
                jdbc,
                transaction,
                new DefaultKafkaConsumerFactory<>(
                        ListenerContainers.settings(containers.getConfigurationProperties()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                codec,
                inbox,
                properties);
        var traces =
                new Traces(tracer.getIfAvailable(() -> Tracer.NOOP), propagator.getIfAvailable(() -> Propagator.NOOP));
        return new Parts(
                service,
                properties,
                transaction,
                codec,
                inbox,
                new Parking(jdbc),
                new DeadLetterStore(jdbc),
                projections,
                traces,
                new HandlerInvoker(service, codec, traces),
                new Metrics(registry));
    }

    @Bean
    EventTypes eventTypes(ConfigurableListableBeanFactory beans, MessagingProperties properties) {
        return new EventTypes(AutoConfigurationPackages.get(beans), properties.topic(), properties.retired());
    }

    @Bean
    @Primary
    Relay relay(Parts parts, JdbcTemplate jdbc, ProducerFactory<?, ?> producers) {
        return relay(new EventOutbox(jdbc, new RecordFactory(parts.service())), parts, jdbc, producers);
    }

    @Bean
    Relay deadLetterRelay(Parts parts, JdbcTemplate jdbc, ProducerFactory<?, ?> producers) {
        return relay(new DeadLetterOutbox(jdbc), parts, jdbc, producers);
    }

    private static Relay relay(Outbox outbox, Parts parts, JdbcTemplate jdbc, ProducerFactory<?, ?> producers) {
        var factory = new DefaultKafkaProducerFactory<>(
                producer(producers.getConfigurationProperties()), new ByteArraySerializer(), new ByteArraySerializer());
        factory.setPhysicalCloseTimeout(0); // the relay drops unsent records, because they stay in the outbox
        return new Relay(
                jdbc,
                parts.transaction(),
                factory,
                outbox,
                parts.metrics(),
                parts.properties().outbox());
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
    EventLog eventLog(Parts parts, JdbcTemplate jdbc, EventTypes types, Relay relay) {
        return new PostgresEventLog(jdbc, types, parts.codec(), parts.traces(), parts.service(), relay::wake);
    }

    @Bean
    SubscriptionRegistry subscriptions(ConfigurableListableBeanFactory beans, Parts parts) {
        return new SubscriptionRegistry(beans, parts.service());
    }

    @Bean
    ListenerContainers containers(ConsumerFactory<?, ?> kafka, SubscriptionRegistry subscriptions, Parts parts) {
        return new ListenerContainers(kafka.getConfigurationProperties(), subscriptions, parts);
    }

    @Bean
    CommandProcessor work(SubscriptionRegistry subscriptions, Parts parts) {
        return new CommandProcessor(subscriptions, parts);
    }

    @Bean
    WorkQueues workQueues(
            ConsumerFactory<?, ?> kafka,
            SubscriptionRegistry subscriptions,
            CommandProcessor work,
            Parts parts,
            MessagingProperties properties) {
        return new WorkQueues(
                kafka.getConfigurationProperties(), subscriptions, work, parts.metrics(), properties.work());
    }

    @Bean
    Redrive redrive(SubscriptionRegistry subscriptions, CommandProcessor work, Parts parts) {
        return new Redrive(subscriptions, work, parts);
    }

    @Bean
    Topics topics(
            KafkaAdmin kafka, EventTypes types, SubscriptionRegistry subscriptions, MessagingProperties properties) {
        return new Topics(kafka.getConfigurationProperties(), types, subscriptions, properties);
    }

    @Bean
    LagMonitor lagMonitor(KafkaAdmin kafka, JdbcTemplate jdbc, Topics topics, Parts parts, MeterRegistry registry) {
        return new LagMonitor(
                kafka.getConfigurationProperties(),
                new DatabaseGauges(jdbc, registry),
                topics,
                parts.deadLetters(),
                parts.metrics(),
                parts.properties());
    }
}
