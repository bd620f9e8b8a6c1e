package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Other accounts of the machine can read no files of the marketplace, and its logs contain no personal data. */
@ExtendWith(RunningMarketplace.class)
class PrivacyTest {

    private static final Set<PosixFilePermission> OF_THE_OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}");

    @Test
    void allFilesAreReadableByTheirOwnerOnly() throws IOException {
        try (var files = Files.walk(Swapr.HOME)) {
            // Excludes the public programs of PostgreSQL, and the files of these tests.
            assertThat(files.filter(file -> !file.startsWith(Swapr.HOME.resolve("bin/"))
                            && !file.startsWith(Swapr.HOME.resolve("data/chaos"))))
                    .isNotEmpty()
                    .allSatisfy(
                            file -> assertThat(OF_THE_OWNER).as(file.toString()).containsAll(permissions(file)));
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.isSymbolicLink(file)
                    ? Set.of()
                    : Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Set.of(); // the servers create and delete files during the test
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noLogContainsAnAddressOrAToken() throws IOException {
        var seller = Person.registers("Loretta");
        var buyer = Person.registers("Logan");
        var account = Map.of("name", "Once More", "email", seller.email, "password", "vintage sneakers");
        Person.anonymous().post("/api/users", account).expecting(409); // a duplicate key in PostgreSQL
        Person.anonymous()
                .post("/api/sessions", Map.of("email", buyer.email, "password", "a wrong one"))
                .expecting(401);
        var order = buyer.orders(seller.lists("Unwanted Sneakers", "10.00"), "tok_declined")
                .expecting(202)
                .text("id");
        buyer.waitsFor(order, "CANCELLED");

        var addresses =
                List.of(seller.email, buyer.email, "ada@swapr.example", "bob@swapr.example", "olga@swapr.example");
        var found = new ArrayList<String>();
        try (var logs = Files.list(Swapr.HOME.resolve("logs"))) {
            for (var log : logs.toList()) {
                new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> addresses.stream().anyMatch(line::contains)
                                || TOKEN.matcher(line).find())
                        .map(line -> log.getFileName() + ": " + line)
                        .forEach(found::add);
            }
        }
        assertThat(found).isEmpty();
    }
}
