package swapr.system;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends requests over a few kept connections, with plain sockets, so that the client itself needs little time. */
final class LoadSender {

    /** @param body JSON */
    record Request(String path, LoadAccounts.Account from, String key, String body) {}

    /**
     * The final response to one request.
     *
     * @param id the id in the response; empty if the request was refused
     * @param intended the time at which the request should be sent; at a fixed rate, the real time may be later
     * @param nanos from the intended time until the response
     * @param repeats how often the request was repeated, after a limit or without a response
     */
    record Answer(int status, String id, Instant intended, long nanos, int repeats) {}

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** No response, a limit (409, 429) or a busy service. Orders are repeated under the same Idempotency-Key. */
    private static final Set<Integer> RETRYABLE = Set.of(0, 409, 429, 502, 503, 504);

    private static final String ID = "\"id\":\"";

    private final String door;
    private final List<Request> requests;
    private final int rate;
    private final @Nullable Answer[] answers;
    private final AtomicInteger next = new AtomicInteger();
    private final Instant began = Instant.now();
    private final long beganNanos = System.nanoTime();
    /** Ends the work of all connections: without it, each further request would wait for a minute. */
    private volatile @Nullable IllegalStateException failure;

    private LoadSender(String door, List<Request> requests, int rate) {
        this.door = door;
        this.requests = requests;
        this.rate = rate;
        this.answers = new Answer[requests.size()];
    }

    /**
     * Sends all requests, in this order, and waits for their responses.
     *
     * @param rate requests per second; 0 sends each request as soon as a connection is free
     * @return the responses in the order of the requests
     * @throws IllegalStateException if a request got no final response for a minute; the others are not sent then
     */
    static List<Answer> send(String door, List<Request> requests, int connections, int rate) {
        var sender = new LoadSender(door, requests, rate);
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (var i = 0; i < connections; i++) {
                threads.execute(sender::work);
            }
        }
        if (sender.failure != null) {
            throw sender.failure;
        }
        return Arrays.stream(sender.answers).map(Objects::requireNonNull).toList();
    }

    private void work() {
        try (var connection = new LoadConnection(door)) {
            for (int i = next.getAndIncrement(); failure == null && i < requests.size(); i = next.getAndIncrement()) {
                long intended = rate == 0 ? System.nanoTime() : beganNanos + i * 1_000_000_000L / rate;
                while (System.nanoTime() < intended) {
                    LockSupport.parkNanos(intended - System.nanoTime());
                }
                answers[i] = insist(connection, requests.get(i), intended);
            }
        } catch (IllegalStateException e) {
            failure = e;
        }
    }

    private Answer insist(LoadConnection connection, Request request, long intended) {
        for (var repeats = 0; ; repeats++) {
            var answer = connection.exchange(request);
            int status = answer == null ? 0 : answer.status();
            long nanos = System.nanoTime() - intended;
            if (RETRYABLE.contains(status) && nanos > PATIENCE.toNanos()) {
                throw new IllegalStateException("POST %s got %s for %d s"
                        .formatted(
                                request.path(),
                                status == 0 ? "no response" : "status " + status,
                                PATIENCE.toSeconds()));
            }
            if (!RETRYABLE.contains(status)) {
                String id = answer == null || status >= 300 ? "" : id(answer.body());
                return new Answer(status, id, began.plusNanos(intended - beganNanos), nanos, repeats);
            }
            Waiting.pause(PAUSE);
        }
    }

    /** The id in a response; empty if there is none. */
    static String id(String body) {
        int from = body.indexOf(ID);
        return from < 0 ? "" : body.substring(from + ID.length(), body.indexOf('"', from + ID.length()));
    }
}
