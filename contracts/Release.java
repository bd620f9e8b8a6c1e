import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Copies the current contracts to {@code contracts/released}: run {@code java contracts/Release.java} when the build is
 * green. From then on, the build checks the contracts against these copies. It needs only a JDK, 17 or later.
 */
public class Release {

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 1 || List.of(arguments).contains("--help")) {
            System.out.println("""
                    Usage: java contracts/Release.java [FOLDER]
                    Copies the current contracts to contracts/released. From then on, the build checks the contracts \
                    against these copies.""");
            return;
        }
        Path contracts = arguments.length > 0
                ? Path.of(arguments[0])
                : Path.of(System.getProperty("user.dir")).resolve("contracts");
        if (!Files.isDirectory(contracts.resolve("events"))) {
            System.err.println("contracts: " + contracts.resolve("events") + " does not exist;"
                    + " run this in the project's directory, or pass the contracts directory");
            System.exit(1);
        }
        Path released = contracts.resolve("released");
        int changed = 0;
        for (String part : List.of("events", "samples")) {
            for (Path file : files(contracts.resolve(part))) {
                Path copy = released.resolve(part).resolve(contracts.resolve(part).relativize(file).toString());
                Files.createDirectories(copy.getParent());
                if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                    System.out.println("released " + contracts.relativize(file));
                    changed++;
                }
            }
        }
        StringBuilder checksums = new StringBuilder();
        for (Path file : files(released)) {
            if (!file.endsWith("CHECKSUMS")) {
                String name = released.relativize(file).toString().replace('\\', '/');
                checksums.append(sha256(file)).append("  ").append(name).append('\n');
            }
        }
        Files.writeString(released.resolve("CHECKSUMS"), checksums);
        System.out.println(changed == 0
                ? "nothing has changed since the last release"
                : changed + " files released; commit contracts/released");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String sha256(Path file) {
        try {
            StringBuilder hex = new StringBuilder();
            for (byte b : MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))) {
                hex.append(String.format("%02x", b));
            }
            return hex.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
