package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./swapr}, run as a person runs it. */
record SwaprCommand(Path root, Path home, Path log) {

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    /** @throws IllegalStateException when it fails or does not end */
    void run(String... arguments) {
        try {
            var command = new ArrayList<>(List.of(root.resolve("swapr").toString()));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .directory(root.toFile());
            builder.environment().put("SWAPR_HOME", home.toString());
            builder.environment().put("SWAPR_NO_TRAINING", "1");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("./swapr %s failed: see %s".formatted(arguments[0], log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
