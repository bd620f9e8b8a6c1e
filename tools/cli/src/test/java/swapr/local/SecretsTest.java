package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path directory;

    @Test
    void passwordsAreGeneratedOnceAreDifferentAndReadableByTheOwnerOnly() throws Exception {
        var file = directory.resolve(".swapr/secrets.properties");
        var first = Secrets.load(file, Map.of());
        var second = Secrets.load(file, Map.of());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(second.role("user_service"))
                .isEqualTo(first.role("user_service"))
                .hasSize(36);
        assertThat(second.password(Person.ADA))
                .isEqualTo(first.password(Person.ADA))
                .hasSize(16);
        assertThat(first.role("listing_service")).isNotEqualTo(first.role("user_service"));
        assertThat(first.password(Person.BOB)).isNotEqualTo(first.password(Person.ADA));
    }

    @Test
    void missingPasswordsAreAddedToAnOlderFile() throws Exception {
        var file = directory.resolve("secrets.properties");
        Files.writeString(file, "user_service=as it was\n");

        var secrets = Secrets.load(file, Map.of());

        assertThat(secrets.role("user_service")).isEqualTo("as it was");
        assertThat(secrets.role("user_service_owner"))
                .hasSize(36)
                .isEqualTo(Secrets.load(file, Map.of()).role("user_service_owner"));
    }

    @Test
    void theEnvironmentSetsAPasswordOnlyBeforeTheUserExists() {
        var file = directory.resolve("secrets.properties");
        var early = Map.of("SWAPR_SEED_PASSWORD_ADA", "chosen early");
        var late = Map.of("SWAPR_SEED_PASSWORD_ADA", "chosen late");

        assertThat(Secrets.load(file, early).password(Person.ADA)).isEqualTo("chosen early");
        var later = Secrets.load(file, late);
        assertThat(later.password(Person.ADA)).isEqualTo("chosen early");
        assertThat(later.overridden(Person.ADA, late)).isTrue();
        assertThat(later.overridden(Person.ADA, early)).isFalse();
        assertThat(later.overridden(Person.BOB, late)).isFalse();
    }

    /** The shop signs in the sample users. It must not sign in the operator. */
    @Test
    void theEdgeGetsThePasswordsOfTheSellerAndTheBuyerOnly() {
        var secrets = Secrets.load(directory.resolve("secrets.properties"), Map.of());

        assertThat(App.EDGE.environment(1, new PortBlock(8080), secrets))
                .containsEntry(Person.ADA.variable(), secrets.password(Person.ADA))
                .containsEntry(Person.BOB.variable(), secrets.password(Person.BOB))
                .doesNotContainKey(Person.OLGA.variable());
    }

    @Test
    void thePasswordsInTheRoleScriptAreQuoted() {
        var secrets = Secrets.load(directory.resolve("secrets.properties"), Map.of());

        assertThat(Roles.withPasswords("alter role user_service password :'user_service_password';", secrets))
                .isEqualTo("alter role user_service password '%s';".formatted(secrets.role("user_service")));
    }
}
