package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import swapr.local.LocalApps;

/**
 * Builds the services of a lab and replaces the jars that they run from. If one text does not compile, no jar is
 * replaced. The last build is kept, because a text that compiles may not start.
 *
 * @param sources the directory with the modules: a checkout, or a copy of a part of it
 */
record LabBuild(Path sources, LocalApps apps) {

    private static final String MESSAGING_JAR = "messaging.jar";
    private static final String MESSAGING_LIBRARY = "(.*/)?messaging(-[^/]*)?\\.jar";
    /** Has the checksums of the sources of the jars beside it. */
    private static final String NOTE = "lab-build.txt";

    /**
     * Builds the services whose sources have changed. Returns their names.
     *
     * @throws LabCompiler.CompileFailure if a text does not compile
     */
    List<String> build(Lab lab) {
        var built = new LinkedHashMap<String, Path>();
        try {
            for (var service : lab.built()) {
                var jar = apps.jar(service);
                var modules = modules(lab, service);
                var note = jar.resolveSibling(NOTE);
                var sums = checksums(modules);
                if (!Files.exists(note) || !Files.readString(note).equals(sums)) {
                    var fresh = emptied(jar.resolveSibling("new"));
                    build(jar, modules, fresh);
                    Files.writeString(fresh.resolve(NOTE), sums);
                    built.put(service, fresh);
                }
            }
            for (var fresh : built.values()) {
                var directory = fresh.resolveSibling("");
                copy(directory, emptied(directory.resolve("last")));
                copy(fresh, directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(built.keySet());
    }

    /** Compiles the modules of a lab, and replaces no jar. A build may run at the same time. */
    void compile(Lab lab) {
        try {
            for (var service : lab.built()) {
                var jar = apps.jar(service);
                build(jar, modules(lab, service), emptied(jar.resolveSibling("draft")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the jars before the last build back. */
    void undo(List<String> services) {
        for (var service : services) {
            var directory = apps.jar(service).resolveSibling("");
            try {
                Files.deleteIfExists(directory.resolve(NOTE)); // the product's own jar has none
                copy(directory.resolve("last"), directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<String> modules(Lab lab, String service) {
        return lab.messaging().contains(service)
                ? List.of(Lab.MESSAGING, Lab.module(service))
                : List.of(Lab.module(service));
    }

    private void build(Path jar, List<String> modules, Path target) throws IOException {
        try (var last = new JarFile(jar.toFile())) {
            var manifest = new Manifest(last.getManifest());
            var attributes = manifest.getMainAttributes();
            var libraries =
                    new ArrayList<>(List.of(attributes.getValue(Name.CLASS_PATH).split(" ", -1)));
            if (modules.contains(Lab.MESSAGING)) {
                libraries.replaceAll(library -> library.matches(MESSAGING_LIBRARY) ? MESSAGING_JAR : library);
                attributes.put(Name.CLASS_PATH, String.join(" ", libraries));
            }
            for (var module : modules) {
                boolean isMessaging = module.equals(Lab.MESSAGING);
                var classes = Files.createTempDirectory(target, "classes");
                var classPath = libraries.stream()
                        .map(library -> Files.exists(target.resolve(library))
                                ? target.resolve(library)
                                : jar.resolveSibling(library))
                        .toList();
                new LabCompiler(sources).compile(module, classPath, classes);
                JarWriter.write(
                        target.resolve(isMessaging ? Path.of(MESSAGING_JAR) : jar.getFileName()),
                        isMessaging ? new Manifest() : manifest,
                        List.of(classes, sources.resolve(module).resolve("src/main/resources")),
                        isMessaging ? null : last);
            }
        }
    }

    private String checksums(List<String> modules) throws IOException {
        var text = new StringBuilder();
        for (var module : modules) {
            for (var file : LabCompiler.files(sources.resolve(module).resolve("src/main"))) {
                var sum = new CRC32();
                sum.update(Files.readAllBytes(file));
                text.append("%s %08x%n".formatted(sources.relativize(file), sum.getValue()));
            }
        }
        return text.toString();
    }

    private static Path emptied(Path directory) throws IOException {
        for (var file : LabCompiler.files(directory)) {
            Files.delete(file);
        }
        return Files.createDirectories(directory);
    }

    /** Copies the jars and the note, each atomically, because a process may run from a jar. */
    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var fresh = to.resolve(file.getFileName() + ".tmp");
                Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, to.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
