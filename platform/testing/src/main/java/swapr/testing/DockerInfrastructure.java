package swapr.testing;

import java.util.List;
import java.util.Properties;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.util.ClassUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import swapr.local.TcpProxy;

/** The same infrastructure in Docker containers: one broker for each JVM, one database for each context. */
final class DockerInfrastructure {

    private static final String KAFKA = "apache/kafka:4.2.1";
    private static final String POSTGRES = "postgres:18.6";
    private static final String ROLE = "service";

    private DockerInfrastructure() {}

    static boolean wanted() {
        return "docker".equals(System.getProperty("swapr.test.infrastructure"));
    }

    /**
     * Starts one broker and one database for tests that start applications by hand. Returns their addresses under the
     * keys of {@link InfrastructureProcess}.
     */
    static Properties start() {
        SharedBroker broker = SharedBroker.INSTANCE;
        PostgreSQLContainer database = new PostgreSQLContainer(POSTGRES).withUsername("postgres");
        Startables.deepStart(broker, database).join();
        Properties state = new Properties();
        state.setProperty("kafka.container", broker.getContainerId());
        state.setProperty("kafka.bootstrap", broker.getBootstrapServers());
        state.setProperty(
                "postgres.port",
                database.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT).toString());
        state.setProperty("postgres.password", database.getPassword());
        return state;
    }

    static void pause(String container) {
        DockerClientFactory.lazyClient().pauseContainerCmd(container).exec();
    }

    static void unpause(String container) {
        DockerClientFactory.lazyClient().unpauseContainerCmd(container).exec();
    }

    /** Registers the containers that the application can use. Returns the properties that the containers do not set. */
    static List<String> register(GenericApplicationContext beans, boolean databaseBehindProxy) {
        AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(beans, beans.getEnvironment());
        if (ClassUtils.isPresent("org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails", null)) {
            SharedBroker.INSTANCE.start();
            try (Kafka kafka = new Kafka(SharedBroker.INSTANCE.getBootstrapServers())) {
                kafka.deleteEverything();
            }
            reader.register(Broker.class);
        }
        return ClassUtils.isPresent("org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails", null)
                ? database(beans, databaseBehindProxy)
                : List.of();
    }

    /** Sets properties, because a service connection would bypass the proxy and the two roles. */
    private static List<String> database(GenericApplicationContext beans, boolean behindProxy) {
        PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES);
        postgres.start();
        beans.registerBean(PostgreSQLContainer.class, () -> postgres);
        TestDatabase.createRoles(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword(), ROLE);
        int port = postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
        if (behindProxy) {
            TcpProxy proxy = TcpProxy.to(postgres.getHost(), port);
            beans.registerBean(TcpProxy.class, () -> proxy);
            port = proxy.port();
        }
        String host = behindProxy ? "127.0.0.1" : postgres.getHost();
        return List.of(
                "spring.datasource.url=jdbc:postgresql://" + host + ":" + port + "/" + postgres.getDatabaseName(),
                "spring.datasource.username=" + ROLE,
                "spring.datasource.password=" + ROLE);
    }

    /** One broker for all contexts of this JVM. A closing context must not stop it, so it stops with the JVM. */
    private static final class SharedBroker extends KafkaContainer {

        static final SharedBroker INSTANCE = new SharedBroker();

        private SharedBroker() {
            super(KAFKA);
            // The same settings as those of the broker that ./swapr starts.
            withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            withEnv("KAFKA_NUM_PARTITIONS", "6");
            withEnv("KAFKA_LOG_MESSAGE_TIMESTAMP_TYPE", "LogAppendTime");
            withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1");
            withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
            Runtime.getRuntime().addShutdownHook(new Thread(super::stop));
        }

        @Override
        public void stop() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Broker {

        @Bean
        @ServiceConnection
        KafkaContainer kafkaContainer() {
            return SharedBroker.INSTANCE;
        }

        /** Tests that start another instance by hand read this property. */
        @Bean
        DynamicPropertyRegistrar kafkaProperties(KafkaContainer container) {
            return properties -> properties.add("spring.kafka.bootstrap-servers", container::getBootstrapServers);
        }

        @Bean
        @Lazy
        Kafka kafka(KafkaContainer container) {
            return new Kafka(container.getBootstrapServers());
        }
    }
}
