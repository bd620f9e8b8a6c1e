package swapr.local;

import java.nio.file.Path;

/** Where everything is: the checkout, and what the command keeps in its {@code .swapr} directory. */
record Layout(Path root) {

    /** The script says where the checkout is; without it, here. */
    static Layout here() {
        return new Layout(
                Path.of(System.getProperty("swapr.root", "")).toAbsolutePath().normalize());
    }

    Path home() {
        return root.resolve(".swapr");
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

    Path state() {
        return home().resolve("state.json");
    }

    Path secrets() {
        return home().resolve("secrets.properties");
    }
}
