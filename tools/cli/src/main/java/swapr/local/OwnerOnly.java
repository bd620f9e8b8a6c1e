package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Lets only the owner access {@code .swapr}: data, logs, the ledger and the caches contain names, addresses and
 * passwords. The script sets the umask, which all processes inherit. This class corrects older files.
 */
final class OwnerOnly {

    private OwnerOnly() {}

    static void everythingIn(Layout layout) {
        try {
            Files.createDirectories(layout.home());
            Files.createDirectories(layout.run());
            if (RunAsNonRoot.choose() == RunAsNonRoot.OTHER_USER) {
                exceptForTheServer(layout);
            } else {
                takeFromOthers(layout.home());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As root without user namespaces, PostgreSQL runs as another user, which needs its programs and its data. */
    private static void exceptForTheServer(Layout layout) throws IOException {
        Files.createDirectories(layout.home().resolve("data"));
        for (var directory : List.of(layout.home(), layout.home().resolve("data"))) {
            try (var files = Files.list(directory)) {
                files.filter(file -> !List.of("bin", "data")
                                .contains(file.getFileName().toString()))
                        .filter(file -> !file.equals(layout.data("postgres")))
                        .forEach(OwnerOnly::takeFromOthers);
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    private static void takeFromOthers(Path file) {
        OsProcess.run("chmod", "-R", "go-rwx", file.toString());
    }
}
