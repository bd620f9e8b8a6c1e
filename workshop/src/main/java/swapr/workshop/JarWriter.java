package swapr.workshop;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Writes the content of directories into a jar. */
final class JarWriter implements AutoCloseable {

    private final JarOutputStream out;
    private final Set<String> written = new HashSet<>(Set.of(JarFile.MANIFEST_NAME, "META-INF/"));

    private JarWriter(Path jar, Manifest manifest) throws IOException {
        manifest.getMainAttributes().putIfAbsent(Name.MANIFEST_VERSION, "1.0");
        out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)), manifest);
    }

    /** @param last a jar whose other files in {@code META-INF} are copied, because a build generates them */
    static void write(Path jar, Manifest manifest, List<Path> directories, @Nullable JarFile last) throws IOException {
        try (var writer = new JarWriter(jar, manifest)) {
            for (var directory : directories) {
                for (var file : LabCompiler.files(directory)) {
                    writer.add(directory.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
            if (last == null) {
                return;
            }
            for (var entry : last.stream().toList()) {
                if (entry.getName().startsWith("META-INF/") && !entry.isDirectory()) {
                    try (var in = last.getInputStream(entry)) {
                        writer.add(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    private void add(String name, byte[] content) throws IOException {
        // Directories too, because a scan of the class path needs them.
        for (var end = name.indexOf('/'); end > 0; end = name.indexOf('/', end + 1)) {
            if (written.add(name.substring(0, end + 1))) {
                out.putNextEntry(new JarEntry(name.substring(0, end + 1)));
            }
        }
        if (written.add(name)) {
            out.putNextEntry(new JarEntry(name));
            out.write(content);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
