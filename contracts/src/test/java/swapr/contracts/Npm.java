package swapr.contracts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The schemas of the specifications, which are published only as npm packages. */
final class Npm {

    private static final Path PACKAGES = Path.of("target/npm").toAbsolutePath();

    private Npm() {}

    /**
     * Returns a file of a package. The test is skipped if npm is missing or cannot download the package within 60
     * seconds.
     *
     * @param specification the name and version of the package
     * @param file the path of the file below {@code node_modules}
     */
    static String file(String specification, String file) throws IOException, InterruptedException {
        Path directory = PACKAGES.resolve(specification.replace('/', '-'));
        assumeTrue(install(directory, specification), "npm is missing, or could not download " + specification);
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
