package swapr.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. If we are root (containers, workshop machines), it runs inside a user namespace,
 * which changes no file's owner. Otherwise it runs as the user with id 65534, which then owns its files.
 */
enum RunAsNonRoot {
    AS_IS(""),
    USER_NAMESPACE("unshare -U"),
    OTHER_USER("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private final String prefix;

    RunAsNonRoot(String prefix) {
        this.prefix = prefix;
    }

    static RunAsNonRoot choose() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return AS_IS;
        }
        for (var choice : List.of(USER_NAMESPACE, OTHER_USER)) {
            if (OsProcess.run(choice.command(List.of("true")).toArray(String[]::new)) == 0) {
                return choice;
            }
        }
        throw new IllegalStateException("PostgreSQL refuses to run as root, and neither `unshare -U` nor `setpriv` "
                + "works here. Run swapr as a normal user.");
    }

    List<String> command(List<String> command) {
        var all = new ArrayList<>(prefix.isEmpty() ? List.of() : List.of(prefix.split(" ", -1)));
        all.addAll(command);
        return all;
    }

    /** Makes the other user the owner of the files. Otherwise it does nothing. */
    void own(Path directory) {
        if (this == OTHER_USER) {
            OsProcess.run("chown", "-R", "65534:65534", directory.toString());
        }
    }
}
