package swapr.room;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running {@code ./swapr faults}. It answers each line with one line. It ends all faults when its input ends, and the
 * input also ends when the control room is killed.
 */
final class FaultProcess implements AutoCloseable {

    /** It freezes a process within five seconds, and asks a server for two. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    /** Variables of the control room. All others are for the processes that it starts. */
    private static final List<String> OURS = List.of(
            "SWAPR_BIND", "SWAPR_KAFKA", "SWAPR_USER_URL", "SWAPR_SEED_PASSWORD_OLGA", "SWAPR_SEED_PASSWORD_OLGA_FILE");

    private static final String ENDED = "";

    private final Process process;
    private final BufferedWriter in;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile boolean isReady;

    /**
     * Starts it. It is ready when it has written the first line of JSON. Until then, it may still be built.
     *
     * @param command the path of {@code ./swapr}
     */
    FaultProcess(String command) throws IOException {
        process = builder(command, "faults")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("faults").start(this::read);
    }

    /** A command of {@code ./swapr} with the environment of a person. */
    static ProcessBuilder builder(String command, String... arguments) {
        var builder = new ProcessBuilder(command);
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("SWAPR_ROOM_") || OURS.contains(name));
        return builder;
    }

    private void read() {
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.startsWith("{")) {
                    System.out.println(line); // of the build
                } else if (isReady) {
                    answers.add(line);
                } else {
                    isReady = true;
                }
            }
        } catch (IOException e) {
            System.err.println("The answers of the process for faults cannot be read: " + e.getMessage());
        }
        answers.add(ENDED);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isReady() {
        return isReady;
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param request JSON in one line
     * @throws IOException if it has ended, or does not answer; it is killed then
     */
    String ask(String request) throws IOException {
        try {
            in.write(request + "\n");
            in.flush();
            var answer = answers.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                process.destroyForcibly();
                throw new IOException("It did not answer within " + TIMEOUT.toSeconds() + " s, so it was killed.");
            }
            if (answer.equals(ENDED)) {
                throw new IOException("It has ended.");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The control room ends.", e);
        }
    }

    /** Waits until it has ended, at most for this time. */
    void awaitEnd(Duration atMost) {
        try {
            process.waitFor(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends its input. It ends all faults, and then itself. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            process.destroy(); // it cannot read, so it has ended or will end
        }
    }
}
