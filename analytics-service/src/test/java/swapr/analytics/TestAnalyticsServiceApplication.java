package swapr.analytics;

import org.springframework.boot.SpringApplication;
import swapr.testing.Infrastructure;

/** Starts only this service, on port 8085, with a real broker and database. */
final class TestAnalyticsServiceApplication {

    private TestAnalyticsServiceApplication() {}

    public static void main(String[] args) {
        Infrastructure infrastructure = Infrastructure.shared();
        Infrastructure.Database database = infrastructure.createDatabase();
        SpringApplication.run(
                AnalyticsServiceApplication.class,
                "--spring.kafka.bootstrap-servers=" + infrastructure.bootstrapServers(),
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password());
    }
}
