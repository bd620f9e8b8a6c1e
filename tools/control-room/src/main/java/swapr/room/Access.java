package swapr.room;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may enter. A link opens the room once, and gives a session of twelve hours. The link is in a file that only the
 * owner of the marketplace can read, and a command prints it. A used link is replaced by a new one.
 */
final class Access {

    static final Duration SESSION = Duration.ofHours(12);

    /** Far more than the tabs of one person. The oldest session ends if there are more. */
    private static final int MOST_SESSIONS = 32;

    private final SecureRandom random = new SecureRandom();
    private final Path file;
    private final InstantSource clock;
    private final Map<String, Instant> sessions = new LinkedHashMap<>();
    private String address = "";
    private String key = "";

    Access(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Writes the first link, with the address of the room, such as {@code http://127.0.0.1:8098}. */
    synchronized void open(String roomAddress) {
        address = roomAddress;
        writeNewLink();
    }

    /** Returns a new session if the key is the one of the current link; the link is used then. */
    synchronized Optional<String> enter(@Nullable String given) {
        if (given == null || !same(given, key)) {
            return Optional.empty();
        }
        writeNewLink();
        removeEnded();
        if (sessions.size() == MOST_SESSIONS) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        var session = secret();
        sessions.put(session, clock.instant().plus(SESSION));
        return Optional.of(session);
    }

    synchronized boolean isOpen(@Nullable String session) {
        removeEnded();
        return session != null && sessions.containsKey(session);
    }

    synchronized void end(String session) {
        sessions.remove(session);
    }

    private void removeEnded() {
        var now = clock.instant();
        sessions.values().removeIf(end -> !end.isAfter(now));
    }

    private void writeNewLink() {
        key = secret();
        try {
            var directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var fresh = Files.createTempFile(directory, "room-link-", ".tmp", ownerOnly);
            Files.writeString(fresh, address + "/room/enter?k=" + key + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the link to " + file, e);
        }
    }

    /** 256 random bits. */
    private String secret() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Takes the same time for each wrong key. */
    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
