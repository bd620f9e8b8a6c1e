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

/** What the machine's other accounts can read, and what stands in the logs: nothing about the people. */
@ExtendWith(RunningMarketplace.class)
class PrivacyTest {

    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}");

    @Test
    void everythingThatIsKeptIsForItsOwnerOnly() throws IOException {
        try (var files = Files.walk(Swapr.HOME)) {
            // Not the programs of PostgreSQL, which anybody has, nor what these tests write there themselves.
            assertThat(files.filter(file -> !file.startsWith(Swapr.HOME.resolve("bin/"))
                            && !file.startsWith(Swapr.HOME.resolve("data/chaos"))))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(OWNERS).as(file.toString()).containsAll(permissions(file)));
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.isSymbolicLink(file)
                    ? Set.of()
                    : Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Set.of(); // the servers make files and remove them
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noLogHoldsAnAddressOrAToken() throws IOException {
        var seller = Person.registers("Loretta");
        var buyer = Person.registers("Logan");
        var account = Map.of("name", "Once More", "email", seller.email, "password", "vintage sneakers");
        Person.nobody().post("/api/users", account).expecting(409); // PostgreSQL sees the same key twice
        Person.nobody()
                .post("/api/sessions", Map.of("email", buyer.email, "password", "a wrong one"))
                .expecting(401);
        var order = buyer.orders(seller.lists("Sneakers Nobody Wants", "10.00"), "tok_declined")
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
