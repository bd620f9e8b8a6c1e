package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A normal client beside hostile ones: searches five times and signs in once per second, and records each error. */
final class ClientProbe implements AutoCloseable {

    /** The maximum time of a request, also during an attack. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration EVERY = Duration.ofMillis(200);
    private static final int SEARCHES_PER_SIGN_IN = 5;

    private final String door;
    private final Map<String, String> account;
    private final List<String> problems = new ArrayList<>();
    private final Thread thread;
    private volatile boolean running = true;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Duration slowest = Duration.ZERO;

    ClientProbe(String door) {
        this.door = door;
        this.account = Map.of(
                "name",
                "Honest",
                "email",
                "honest-%s@chaos.example".formatted(UUID.randomUUID()),
                "password",
                "a long enough password");
        call("POST", "/api/users", account, 201);
        this.thread = Thread.ofVirtual().name("client-probe").start(this::run);
    }

    private void run() {
        for (int i = 0; running; i++) {
            if (i % SEARCHES_PER_SIGN_IN == 0) {
                call("POST", "/api/sessions", account, 200);
            }
            call("GET", "/api/listings?limit=1", null, 200);
            Waiting.pause(EVERY);
        }
    }

    private void call(String method, String path, @Nullable Object body, int expected) {
        long began = System.nanoTime();
        String problem = "";
        try {
            int status =
                    Http.call(PATIENCE, method, door + path, body, Map.of()).status();
            problem = status == expected ? "" : "returned %d".formatted(status);
        } catch (UncheckedIOException e) {
            problem = "got no response: " + e.getMessage();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        requests.incrementAndGet();
        if (!problem.isEmpty()) {
            synchronized (problems) {
                problems.add("%s %s of a normal client %s".formatted(method, path, problem));
            }
        }
    }

    /** A summary for the timeline. */
    String inWords() {
        return "%d requests of a normal client, the slowest took %.1f s"
                .formatted(requests.get(), slowest.toMillis() / 1e3);
    }

    List<String> problems() {
        synchronized (problems) {
            return List.copyOf(problems);
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(PATIENCE.plusSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
