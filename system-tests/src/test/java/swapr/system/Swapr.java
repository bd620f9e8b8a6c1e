package swapr.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code ./swapr} command, run as a person runs it, on ports and data of its own. */
final class Swapr {

    static final int BASE = 18_080;
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** With a space, because people's paths have them. */
    static final Path HOME = ROOT.resolve("system-tests/target/swapr home");

    /** What a command printed, and how it ended. */
    record Result(int code, String output) {
        Result expecting(int expected) {
            if (code != expected) {
                throw new AssertionError("ended with " + code + " instead of " + expected + ":\n" + output);
            }
            return this;
        }
    }

    private Swapr() {}

    static Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    static Result run(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("swapr").toString()));
        command.addAll(List.of(arguments));
        return execute(environment, command);
    }

    /** Lines for a shell in the checkout. */
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
            builder.environment().put("SWAPR_NO_TRAINING", "1"); // no test starts often enough to gain from it
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(8, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end:\n" + Files.readString(output.toPath()));
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
