package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./swapr} like a user in a terminal. */
record SwaprCommand(Path root, Path home, Path log) {

    private static final Duration TIMEOUT = Duration.ofMinutes(6);

    /** @throws IllegalStateException if the command fails, or does not end within six minutes */
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
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
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
