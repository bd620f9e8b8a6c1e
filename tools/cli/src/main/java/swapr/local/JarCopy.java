package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A copy of a built jar with its libraries. A process runs from it, because the next build replaces the jar. */
final class JarCopy {

    /** Writes the copy into an empty directory. */
    interface Unpacking {
        void into(Path directory) throws IOException;
    }

    private JarCopy() {}

    /** Returns the jar of the same name in this directory. It is unpacked again after each build. */
    static Path of(Path jar, Path directory, Unpacking unpacking) {
        try {
            var build = Files.size(jar) + " bytes of " + Files.getLastModifiedTime(jar);
            var marker = directory.resolve("build.txt");
            if (!Files.exists(marker) || !Files.readString(marker).equals(build)) {
                FileTrees.delete(directory);
                Files.createDirectories(directory);
                unpacking.into(directory);
                Files.writeString(marker, build);
            }
            return directory.resolve(jar.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + jar, e);
        }
    }
}
