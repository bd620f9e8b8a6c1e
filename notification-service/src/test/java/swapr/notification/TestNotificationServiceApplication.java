package swapr.notification;

import org.springframework.boot.SpringApplication;
import swapr.testing.Infrastructure;
import swapr.testing.Tokens;

/** Starts this service alone, on port 8084, against a real broker, database and mail server. */
final class TestNotificationServiceApplication {

    private TestNotificationServiceApplication() {}

    public static void main(String[] args) {
        Infrastructure infrastructure = Infrastructure.shared();
        Infrastructure.Database database = infrastructure.createDatabase();
        Tokens tokens = Tokens.shared();
        Person ada = Person.named("Ada");
        System.out.printf("Authorization: %s%n", tokens.bearer(ada.id(), ada.name()));
        SpringApplication.run(
                new Class<?>[] {NotificationServiceApplication.class, Mailbox.Configuration.class}, new String[] {
                    "--spring.kafka.bootstrap-servers=" + infrastructure.bootstrapServers(),
                    "--spring.datasource.url=" + database.url(),
                    "--spring.datasource.username=" + database.username(),
                    "--spring.datasource.password=" + database.password(),
                    "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + tokens.jwksUri()
                });
    }
}
