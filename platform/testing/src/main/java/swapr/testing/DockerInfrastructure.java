package swapr.testing;

import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The same infrastructure as containers, a set for each application context, where a Docker engine answers. */
final class DockerInfrastructure {

    private static final String KAFKA = "apache/kafka:4.2.1";
    private static final String POSTGRES = "postgres:18";

    private DockerInfrastructure() {}

    static boolean wanted() {
        return "docker".equals(System.getProperty("swapr.test.infrastructure"));
    }

    /** Registers the containers and returns the properties that service connections cannot give. */
    static List<String> register(
            GenericApplicationContext beans, BeanDefinitionRegistry registry, boolean databaseBehindProxy) {
        AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(registry, beans.getEnvironment());
        reader.register(Broker.class);
        if (!databaseBehindProxy) {
            reader.register(Database.class);
            return List.of();
        }
        PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES);
        postgres.start();
        TcpProxy proxy = TcpProxy.to(postgres.getHost(), postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
        beans.registerBean(PostgreSQLContainer.class, () -> postgres);
        beans.registerBean(TcpProxy.class, () -> proxy);
        return List.of(
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + postgres.getDatabaseName(),
                "spring.datasource.username=" + postgres.getUsername(),
                "spring.datasource.password=" + postgres.getPassword());
    }

    @Configuration(proxyBeanMethods = false)
    static class Broker {

        @Bean
        @ServiceConnection
        KafkaContainer kafkaContainer() {
            return new KafkaContainer(KAFKA).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        }

        @Bean
        @Lazy
        Kafka kafka(KafkaContainer container) {
            return new Kafka(container.getBootstrapServers());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Database {

        @Bean
        @ServiceConnection
        PostgreSQLContainer postgresContainer() {
            return new PostgreSQLContainer(POSTGRES);
        }
    }
}
