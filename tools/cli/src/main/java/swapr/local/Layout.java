package swapr.local;

import java.nio.file.Path;

/** The paths of the checkout and of the {@code .swapr} directory, which has the data, logs and caches. */
record Layout(Path root, Path home) {

    /** With the data directory in the checkout. */
    Layout(Path root) {
        this(root, root.resolve(".swapr"));
    }

    /** The script sets the checkout, {@code SWAPR_HOME} the data directory. The default is the current directory. */
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

    /** The unpacked servers. They are kept when the data is deleted. */
    Path binaries() {
        return home().resolve("bin");
    }

    /** The notes about each process, and the script that starts processes again. */
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
