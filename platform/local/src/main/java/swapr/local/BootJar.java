package swapr.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

/**
 * Takes a Spring Boot jar apart into the application's own jar and its libraries, as {@code java -Djarmode=tools extract}
 * does; without a JVM for each, which would cost six applications ten seconds of processor time at the first start.
 */
final class BootJar {

    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private BootJar() {}

    /** The new jar has the old one's name; its libraries are in {@code lib} beside it. */
    static Path unpack(Path bootJar, Path target) throws IOException {
        var jar = target.resolve(bootJar.getFileName());
        var written = new HashSet<String>();
        Files.createDirectories(target.resolve("lib"));
        try (var boot = new JarFile(bootJar.toFile())) {
            var manifest = boot.getManifest();
            var attributes = manifest.getMainAttributes();
            attributes.put(Name.MAIN_CLASS, attributes.getValue("Start-Class"));
            attributes.put(Name.CLASS_PATH, classPath(boot));
            try (var out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)), manifest)) {
                for (var entry : boot.stream().toList()) {
                    if (entry.getName().startsWith(LIBRARIES) && !entry.isDirectory()) {
                        library(boot, entry, target.resolve("lib"));
                    } else if (isOwn(entry.getName())
                            && written.add(entry.getName().replace(CLASSES, ""))) {
                        // Directories, too: without them the classes cannot be found by scanning.
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

    private static void library(JarFile boot, JarEntry entry, Path directory) throws IOException {
        try (var in = boot.getInputStream(entry)) {
            Files.copy(in, directory.resolve(entry.getName().substring(LIBRARIES.length())));
        }
    }

    /** In the order of the build, which decides who wins when two libraries bring the same file. */
    private static String classPath(JarFile boot) throws IOException {
        try (var in = boot.getInputStream(boot.getJarEntry("BOOT-INF/classpath.idx"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("^- \"BOOT-INF/|\"$", ""))
                    .collect(Collectors.joining(" "));
        }
    }
}
