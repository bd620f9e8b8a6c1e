package swapr.edge;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The addresses of all processes, under {@code swapr.edge}.
 *
 * @param user the addresses of all instances of user-service, for calls from this process. {@code listing} to {@code
 *     analytics} are the same for the other services
 * @param mail the address of the page with the e-mails, for a browser
 * @param hosts more host names that the edge serves, besides the names of this machine; none by default
 * @param bank the address of the bank. The edge shows {@code bank}, {@code kafka} and {@code postgres} on the start
 *     page and never calls them
 * @param demo the passwords of the sample users that the storefront signs in; empty except on one machine
 */
@Validated
@ConfigurationProperties("swapr.edge")
record EdgeProperties(
        @NotEmpty List<URI> user,
        @NotEmpty List<URI> listing,
        @NotEmpty List<URI> purchase,
        @NotEmpty List<URI> notification,
        @NotEmpty List<URI> analytics,
        @NotNull URI mail,
        @DefaultValue List<String> hosts,
        @NotNull URI bank,
        @NotBlank String kafka,
        @NotBlank String postgres,
        @DefaultValue SampleUsers demo) {

    /** An empty password means that this user cannot be signed in. */
    record SampleUsers(
            @DefaultValue("") String ada, @DefaultValue("") String bob) {

        List<String> people() {
            return Stream.of("ada", "bob")
                    .filter(person -> !password(person).isEmpty())
                    .toList();
        }

        /** Empty for an unknown user. */
        String password(@Nullable String person) {
            return switch (person) {
                case "ada" -> ada;
                case "bob" -> bob;
                case null, default -> "";
            };
        }

        @Override
        public String toString() {
            return "passwords of " + people();
        }
    }
}
