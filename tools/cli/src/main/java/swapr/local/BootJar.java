package swapr.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Unpacks a Spring Boot jar like {@code java -Djarmode=tools extract}: into the application's own jar and its
 * libraries. It runs in this JVM, because six more JVMs would cost ten seconds of processor time at the first start.
 */
final class BootJar {

    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private BootJar() {}

    /**
     * Unpacks the jar and returns the new jar, which has the same name. All applications share one directory of
     * libraries, because most libraries are the same. Separate copies took a tenth of the first start (docs/start.md).
     */
    static Path unpack(Path bootJar, Path target, Path libraries) throws IOException {
        var jar = target.resolve(bootJar.getFileName());
        var written = new HashSet<String>();
        Files.createDirectories(target);
        try (var boot = new JarFile(bootJar.toFile())) {
            var manifest = boot.getManifest();
            var attributes = manifest.getMainAttributes();
            attributes.put(Name.MAIN_CLASS, attributes.getValue("Start-Class"));
            attributes.put(Name.CLASS_PATH, classPath(boot, target, libraries));
            try (var out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)), manifest)) {
                for (var entry : boot.stream().toList()) {
                    if (isOwn(entry.getName()) && written.add(entry.getName().replace(CLASSES, ""))) {
                        // Directories too, because a scan of the class path needs them.
                        out.putNextEntry(new JarEntry(entry.getName().replace(CLASSES, "")));
                        try (var in = boot.getInputStream(entry)) {
                            in.transferTo(out);
                        }
                    }
                }
            }
        }
        return jar;
    }

    private static boolean isOwn(String name) {
        return (name.startsWith(CLASSES) && !name.equals(CLASSES))
                || (name.startsWith("META-INF/") && !name.equals("META-INF/") && !name.equals(JarFile.MANIFEST_NAME));
    }

    /** The class path in the order of the build. If two libraries contain the same file, the first one is used. */
    private static String classPath(JarFile boot, Path target, Path libraries) throws IOException {
        var paths = new ArrayList<String>();
        try (var in = boot.getInputStream(boot.getJarEntry("BOOT-INF/classpath.idx"))) {
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                var library = library(boot, boot.getJarEntry(line.replaceAll("^- \"|\"$", "")), libraries);
                paths.add(target.relativize(library).toString());
            }
        }
        return String.join(" ", paths);
    }

    /** Returns the shared library. The first caller writes it. The move is atomic, so no copy is incomplete. */
    private static Path library(JarFile boot, JarEntry entry, Path libraries) throws IOException {
        var name = entry.getName().substring(LIBRARIES.length());
        var library = libraries.resolve("%08x".formatted(entry.getCrc())).resolve(name);
        if (!Files.exists(library)) {
            Files.createDirectories(library.getParent());
            var unfinished = Files.createTempFile(library.getParent(), "unfinished-", ".tmp");
            try (var in = boot.getInputStream(entry)) {
                Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
        }
        return library;
    }
}
