package swapr.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL server for this platform, unpacked once from a jar that Maven has downloaded. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * The directory with {@code bin/postgres}. The first caller unpacks into a temporary directory and renames it. So
     * two concurrent processes, or a killed process, never leave an incomplete server.
     */
    static Path unpackedUnder(Path directory) {
        try {
            var archive = archive();
            var target = directory.toAbsolutePath().resolve("postgres-" + fingerprint(archive));
            if (!Files.isDirectory(target)) {
                Files.createDirectories(directory);
                var temporary = Files.createTempDirectory(directory, "unpacking-");
                unpack(archive, temporary);
                move(temporary, target);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL into " + directory, e);
        }
    }

    /** The resource's name in zonky's jars, such as {@code postgres-linux-x86_64.txz}. */
    static String archiveName(String os, String arch) {
        var system = os.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : os.toLowerCase(Locale.ROOT);
        var processor = switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> arch;
        };
        return "postgres-%s-%s.txz".formatted(system, processor);
    }

    private static byte[] archive() throws IOException {
        var os = System.getProperty("os.name");
        var arch = System.getProperty("os.arch");
        try (var in = PostgresBinaries.class.getResourceAsStream("/" + archiveName(os, arch))) {
            if (in == null) {
                throw new IllegalStateException(
                        "there is no PostgreSQL build for %s on %s. swapr runs on Linux and macOS, on x86-64 and "
                                        .formatted(os, arch)
                                + "arm64. On other systems use `docker compose up`.");
            }
            return in.readAllBytes();
        }
    }

    private static String fingerprint(byte[] archive) {
        var crc = new CRC32();
        crc.update(archive);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static void unpack(byte[] archive, Path into) throws IOException {
        try (var xz = new XZCompressorInputStream(new ByteArrayInputStream(archive));
                var tar = new TarArchiveInputStream(new BufferedInputStream(xz, 1 << 16))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                var path = into.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path);
                    var executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
        Files.setPosixFilePermissions(into, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            FileTrees.delete(temporary);
        }
    }
}
