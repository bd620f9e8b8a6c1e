package swapr.contracts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The specifications' own schemas, which are published for Node alone. */
final class Npm {

    private static final Path PACKAGES = Path.of("target/npm").toAbsolutePath();

    private Npm() {}

    /**
     * A file of a package. The test is skipped where there is no npm, or it cannot fetch the package.
     *
     * @param specification name and version
     * @param file below {@code node_modules}
     */
    static String file(String specification, String file) throws IOException, InterruptedException {
        Path directory = PACKAGES.resolve(specification.replace('/', '-'));
        assumeTrue(install(directory, specification), "npm is not there, or could not fetch " + specification);
        return Contracts.text(directory.resolve("node_modules").resolve(file));
    }

    private static boolean install(Path directory, String specification) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try {
            var npm = new ProcessBuilder(
                            "npm",
                            "install",
                            "--prefix",
                            directory.toString(),
                            "--no-audit",
                            "--no-fund",
                            "--ignore-scripts",
                            specification)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("npm.log").toFile())
                    .start();
            return npm.waitFor(60, TimeUnit.SECONDS) && npm.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
