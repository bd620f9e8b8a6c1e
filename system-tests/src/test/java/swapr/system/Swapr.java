package swapr.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the {@code ./swapr} command like a user, with separate ports and data. */
final class Swapr {

    static final int BASE = 18_080;
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** Contains a space, because the paths of users may contain one. */
    static final Path HOME = ROOT.resolve("system-tests/target/swapr home");

    /** The exit code and the output of a command. */
    record Result(int code, String output) {
        Result expecting(int expected) {
            if (code != expected) {
                throw new AssertionError("the command ended with %d, not %d:%n%s".formatted(code, expected, output));
            }
            return this;
        }
    }

    /** The short set of scenarios took 7 minutes on a slow machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private Swapr() {}

    static Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    static Result run(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("swapr").toString()));
        command.addAll(List.of(arguments));
        return execute(environment, command);
    }

    /** Runs lines in a shell in the root of the checkout. */
    static Result shell(String commands) {
        return execute(Map.of(), List.of("bash", "-c", commands));
    }

    private static Result execute(Map<String, String> environment, List<String> command) {
        try {
            Files.createDirectories(HOME);
            File output = Files.createTempFile(HOME, "output", ".txt").toFile();
            var builder = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output);
            builder.environment().put("SWAPR_HOME", HOME.toString());
            builder.environment().put("SWAPR_NO_TRAINING", "1"); // the training costs more time than the tests gain
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("%s did not end within %s:\n%s"
                        .formatted(command, PATIENCE, Files.readString(output.toPath())));
            }
            return new Result(process.exitValue(), Files.readString(output.toPath()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static String url(int place) {
        return "http://127.0.0.1:" + (BASE + place);
    }
}
