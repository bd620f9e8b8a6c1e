package swapr.purchase;

import java.util.UUID;
import org.springframework.boot.SpringApplication;
import swapr.testing.Infrastructure;
import swapr.testing.Tokens;

/** Starts only this service, on port 8083, with a real broker, database and bank, and prints the token of a buyer. */
final class TestPurchaseServiceApplication {

    private TestPurchaseServiceApplication() {}

    public static void main(String[] args) {
        Infrastructure infrastructure = Infrastructure.shared();
        Infrastructure.Database database = infrastructure.createDatabase();
        Tokens tokens = Tokens.shared();
        System.out.printf("Authorization: %s%n", tokens.bearer(UUID.randomUUID(), "Bob"));
        SpringApplication.run(
                PurchaseServiceApplication.class,
                "--spring.kafka.bootstrap-servers=" + infrastructure.bootstrapServers(),
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + tokens.jwksUri(),
                "--swapr.purchase.bank-url=" + BankProcess.start().url());
    }
}
