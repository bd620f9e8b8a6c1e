package swapr.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The three programs without Spring: two simulate external systems, and the control room shows the marketplace. */
enum PlainProgram {
    BANK("sandbox/bank"),
    MAIL("sandbox/mail"),
    ROOM("tools/control-room");

    private final String module;

    PlainProgram(String module) {
        this.module = module;
    }

    /** Its name on the command line. */
    String process() {
        return name().toLowerCase(Locale.ROOT);
    }

    Path jar(Path root) {
        var directory = root.resolve(module);
        return directory.resolve("target").resolve(directory.getFileName() + ".jar");
    }

    /** Returns a copy of its jar, with its libraries in {@code lib}, where the manifest of the jar expects them. */
    Path copy(Layout layout) {
        var jar = jar(layout.root());
        return JarCopy.of(jar, layout.app(process()), directory -> {
            Files.copy(jar, directory.resolve(jar.getFileName()));
            copyFiles(jar.resolveSibling("lib"), Files.createDirectory(directory.resolve("lib")));
        });
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
