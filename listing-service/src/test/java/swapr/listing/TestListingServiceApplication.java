package swapr.listing;

import com.github.f4b6a3.uuid.UuidCreator;
import org.springframework.boot.SpringApplication;
import swapr.testing.Infrastructure;
import swapr.testing.Tokens;

/** Starts only this service, on port 8082 and with the sample listings, and prints the token of a seller. */
final class TestListingServiceApplication {

    private TestListingServiceApplication() {}

    public static void main(String[] args) {
        Infrastructure infrastructure = Infrastructure.shared();
        Infrastructure.Database database = infrastructure.createDatabase();
        Tokens tokens = Tokens.shared();
        System.out.printf("Authorization: %s%n", tokens.bearer(UuidCreator.getTimeOrderedEpoch(), "Grace"));
        SpringApplication.run(
                ListingServiceApplication.class,
                "--swapr.seed.catalog=true",
                "--spring.kafka.bootstrap-servers=" + infrastructure.bootstrapServers(),
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + tokens.jwksUri());
    }
}
