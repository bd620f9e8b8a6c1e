package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link opens the room once. Its session ends after twelve hours. */
class AccessTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T10:00:00Z"));

    @TempDir
    Path directory;

    private Access access = new Access(Path.of("unused"), now::get);

    @BeforeEach
    void open() {
        access = new Access(directory.resolve("link.txt"), now::get);
        access.open("http://127.0.0.1:9");
    }

    @Test
    void aLinkWorksOnceAndIsReplacedByAnother() throws IOException {
        var key = key();

        assertThat(access.enter(key)).isPresent();
        assertThat(access.enter(key)).as("the same link again").isEmpty();
        assertThat(key()).isNotEqualTo(key).hasSizeGreaterThanOrEqualTo(43);
        assertThat(access.enter(key())).isPresent();
    }

    @Test
    void aWrongOrMissingKeyOpensNothingAndKeepsTheLink() throws IOException {
        var key = key();

        assertThat(access.enter(null)).isEmpty();
        assertThat(access.enter("")).isEmpty();
        assertThat(access.enter(key.substring(1))).isEmpty();
        assertThat(key()).isEqualTo(key);
    }

    @Test
    void onlyTheOwnerCanReadTheLink() throws IOException {
        var permissions = Files.getPosixFilePermissions(directory.resolve("link.txt"));

        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
        assertThat(Files.readString(directory.resolve("link.txt")))
                .startsWith("http://127.0.0.1:9/room/enter?k=")
                .endsWith("\n");
    }

    @Test
    void aSessionEndsAfterTwelveHoursOrWithASignOut() throws IOException {
        var session = access.enter(key()).orElseThrow();
        var other = access.enter(key()).orElseThrow();
        assertThat(access.isOpen(session)).isTrue();
        assertThat(access.isOpen(null)).isFalse();
        assertThat(access.isOpen("guess")).isFalse();

        access.end(other);
        assertThat(access.isOpen(other)).isFalse();
        now.set(now.get().plus(Access.SESSION).minusSeconds(1));
        assertThat(access.isOpen(session)).isTrue();
        now.set(now.get().plusSeconds(1));
        assertThat(access.isOpen(session)).isFalse();
    }

    private String key() throws IOException {
        return Files.readString(directory.resolve("link.txt")).strip().replaceAll(".*k=", "");
    }
}
