package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import swapr.local.LocalMarketplace;

/** The running marketplace in the hands of somebody who breaks it: every fault is done here, and noted with its time. */
final class Site {

    /** A fault, or its end, at a moment. */
    record Mark(Instant at, String what) {}

    private static final Duration RESTART = Duration.ofMinutes(3);

    private final LocalMarketplace marketplace;
    private final Random random;
    private final Path log;
    private final List<Mark> marks = Collections.synchronizedList(new ArrayList<>());

    Site(LocalMarketplace marketplace, long seed, Path log) {
        this.marketplace = marketplace;
        this.random = new Random(seed);
        this.log = log;
    }

    LocalMarketplace marketplace() {
        return marketplace;
    }

    List<Mark> marks() {
        return List.copyOf(marks);
    }

    private void mark(String what) {
        marks.add(new Mark(Instant.now(), what));
    }

    /** kill -9, and nothing else: it does not come back by itself. */
    void kill(String process) {
        long pid = pid(process);
        mark("kill -9 " + process);
        signal("KILL", pid);
        Waiting.until(Duration.ofSeconds(10), () -> !marketplace.pids().containsKey(process));
    }

    /** Starts whatever is missing and returns when it is healthy. */
    void start() {
        start(Map.of());
    }

    /** @param environment in addition to our own */
    void start(Map<String, String> environment) {
        try {
            var command = new ProcessBuilder(marketplace.root().resolve("swapr").toString(), "up", "--detach")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .directory(marketplace.root().toFile());
            command.environment().put("SWAPR_HOME", marketplace.home().toString());
            command.environment().put("SWAPR_NO_TRAINING", "1");
            command.environment().putAll(environment);
            mark("start what is missing");
            Process process = command.start();
            process.getOutputStream().close();
            if (!process.waitFor(RESTART.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("the marketplace did not come back: see " + log);
            }
            mark("all healthy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Ends a service at an exact moment: starts it anew with an agent that halts it there, waits until that has happened,
     * and starts it as usual.
     *
     * @param moment as {@link CrashAgent} reads it
     */
    void crashAt(String service, String moment) {
        kill(service);
        var log = marketplace.home().resolve("logs").resolve(service + ".log");
        try {
            start(Map.of("SWAPR_JVM", "-javaagent:%s=%s".formatted(agent(), moment)));
        } catch (IllegalStateException e) {
            mark(service + " did not even become healthy"); // it may have come to that moment at once
        }
        if (!Waiting.until(Duration.ofSeconds(60), () -> !marketplace.pids().containsKey(service))) {
            kill(service);
        }
        boolean halted = contains(log, "crashed on purpose at " + moment);
        if (halted) {
            mark("%s halted at %s".formatted(service, moment));
        }
        start();
        if (!halted) {
            throw new IllegalStateException("%s never came to %s".formatted(service, moment));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy, because SWAPR_JVM is split at spaces and the checkout's path may have some. */
    private static Path agent() {
        try {
            Path jar = Path.of(CrashAgent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path copy = Files.createTempFile("swapr-agent-", ".jar");
            copy.toFile().deleteOnExit();
            return Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops a process in the middle of whatever it does, without a word, for that long. */
    void freeze(String process, Duration duration) {
        long pid = pid(process);
        mark("stop " + process);
        signal("STOP", pid);
        try {
            Waiting.pause(duration);
        } finally {
            signal("CONT", pid);
            mark("continue " + process);
        }
    }

    /** @param mode none, slow, down or lose_answer */
    void bank(String mode) {
        mark("bank: " + mode);
        var answer = Http.call("PUT", marketplace.url("bank") + "/faults", Map.of("mode", mode), Map.of());
        if (answer.status() != 200) {
            throw new IllegalStateException("the bank does not want to be " + mode + ": " + answer.status());
        }
    }

    /** Between none and that long. */
    Duration some(Duration atMost) {
        return Duration.ofMillis(random.nextLong(atMost.toMillis() + 1));
    }

    <T> List<T> shuffled(List<T> things) {
        var copy = new ArrayList<>(things);
        Collections.shuffle(copy, random);
        return copy;
    }

    private long pid(String process) {
        Long pid = marketplace.pids().get(process);
        if (pid == null) {
            throw new IllegalStateException(process + " is not running");
        }
        return pid;
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
