package swapr.local;

import java.nio.file.Path;

/** Where everything is: the checkout, and what the command keeps in its {@code .swapr} directory. */
record Layout(Path root, Path home) {

    /** In the checkout itself. */
    Layout(Path root) {
        this(root, root.resolve(".swapr"));
    }

    /** The script says where the checkout is, and {@code SWAPR_HOME} where the data goes; without them, here. */
    static Layout here() {
        var root =
                Path.of(System.getProperty("swapr.root", "")).toAbsolutePath().normalize();
        var home = System.getenv("SWAPR_HOME");
        return home == null || home.isBlank()
                ? new Layout(root)
                : new Layout(root, Path.of(home).toAbsolutePath().normalize());
    }

    Path data(String process) {
        return home().resolve("data").resolve(process);
    }

    Path log(String process) {
        return home().resolve("logs").resolve(process + ".log");
    }

    Path app(String process) {
        return home().resolve("apps").resolve(process);
    }

    /** The servers themselves; they stay when data is wiped. */
    Path binaries() {
        return home().resolve("bin");
    }

    /** What became of each process, and what starts it again. */
    Path run() {
        return home().resolve("run");
    }

    Path state() {
        return home().resolve("state.json");
    }

    Path secrets() {
        return home().resolve("secrets.properties");
    }
}
