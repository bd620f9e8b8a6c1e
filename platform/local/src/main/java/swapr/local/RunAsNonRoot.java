package swapr.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root, rightly. Where we are root (containers, workshop machines), it runs inside a user
 * namespace, which changes no file's owner, or else as {@code nobody}, to whom its files are then given.
 */
enum RunAsNonRoot {
    AS_IS(""),
    USER_NAMESPACE("unshare -U"),
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private final String prefix;

    RunAsNonRoot(String prefix) {
        this.prefix = prefix;
    }

    static RunAsNonRoot choose() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return AS_IS;
        }
        for (var way : List.of(USER_NAMESPACE, NOBODY)) {
            if (OsProcess.run(way.command(List.of("true")).toArray(String[]::new)) == 0) {
                return way;
            }
        }
        throw new IllegalStateException("PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works "
                + "here: run swapr as an ordinary user.");
    }

    List<String> command(List<String> command) {
        var all = new ArrayList<>(prefix.isEmpty() ? List.of() : List.of(prefix.split(" ", -1)));
        all.addAll(command);
        return all;
    }

    /** Lets the process own its files; nothing to do unless it runs as somebody else. */
    void own(Path directory) {
        if (this == NOBODY) {
            OsProcess.run("chown", "-R", "65534:65534", directory.toString());
        }
    }
}
