package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import swapr.local.LocalMarketplace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends many orders through the running marketplace at its maximum speed. It prints the resident memory of the
 * processes before, during and after the orders. Each order is the complete sale of a new listing. The command is in
 * docs/start.md.
 */
final class ManyOrders {

    private static final Duration TOKEN_AGE = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int NO_ANSWER = 0;
    /** A later attempt may succeed: not replicated yet, in progress, rate limit, overload, service not available. */
    private static final Set<Integer> RETRYABLE = Set.of(NO_ANSWER, 401, 409, 429, 502, 503, 504);

    private final String door;
    private final long wanted;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private ManyOrders(String door, long wanted) {
        this.door = door;
        this.wanted = wanted;
    }

    /**
     * Runs the orders.
     *
     * @param arguments the number of orders; optionally the number of parallel buyers (default 12), and the maximum
     *     time in seconds (default 86,400)
     */
    public static void main(String[] arguments) throws InterruptedException {
        long wanted = Long.parseLong(arguments[0]);
        int buyers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 12;
        var end = Instant.now().plusSeconds(arguments.length > 2 ? Long.parseLong(arguments[2]) : 86_400);
        var marketplace = LocalMarketplace.running();
        memory("before", marketplace);
        var orders = new ManyOrders(marketplace.url("edge"), wanted);
        var began = Instant.now();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < buyers; i++) {
                workers.execute(() -> orders.work(end));
            }
            workers.shutdown();
            while (!workers.awaitTermination(60, TimeUnit.SECONDS)) {
                orders.progress(began);
                memory("during", marketplace);
            }
        }
        orders.progress(began);
        memory("after", marketplace);
        System.exit(orders.failed.get() == 0 ? 0 : 1);
    }

    private void progress(Instant began) {
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1e3;
        System.out.printf(
                "%d orders confirmed, %d failed, %.0f s, %.1f per second%n",
                confirmed.get(), failed.get(), seconds, confirmed.get() / seconds);
    }

    private static void memory(String when, LocalMarketplace marketplace) {
        var all = marketplace.residentMb();
        System.out.printf(
                "memory %s: %d MB %s%n",
                when, all.values().stream().mapToLong(mb -> mb).sum(), all);
    }

    private void work(Instant end) {
        var seller = new Customer("seller");
        var buyer = new Customer("buyer");
        while (Instant.now().isBefore(end) && begun.incrementAndGet() <= wanted) {
            try {
                (sale(seller, buyer) ? confirmed : failed).incrementAndGet();
            } catch (UncheckedIOException | IllegalStateException e) {
                System.out.println(e.getMessage());
                failed.incrementAndGet();
            }
        }
    }

    private boolean sale(Customer seller, Customer buyer) {
        var pair = Map.of(
                "title",
                "Pair " + UUID.randomUUID(),
                "brand",
                "Nike",
                "size",
                "42",
                "condition",
                "NEW",
                "price",
                Map.of("amount", "50.00", "currency", "USD"));
        var listing = seller.insist(201, "/api/listings", pair).path("id").asString();
        var order = buyer.insist(202, "/api/orders", Map.of("listing_id", listing, "payment_token", "tok_ok"))
                .path("id")
                .asString();
        var last = new ArrayList<String>();
        Waiting.until(PATIENCE, () -> {
            last.clear();
            last.add(buyer.status(order));
            return last.contains("CONFIRMED") || last.contains("CANCELLED");
        });
        return last.contains("CONFIRMED");
    }

    /** A client with an account. It repeats requests that got no response or a retryable status. */
    private final class Customer {

        private final Map<String, String> account;
        private String token = "";
        private Instant signedIn = Instant.EPOCH;

        Customer(String kind) {
            var email = "%s-%s@many.example".formatted(kind, UUID.randomUUID());
            this.account = Map.of("name", kind, "email", email, "password", "a long enough sneaker password");
            insist(Set.of(201, 409), "/api/users", account, Map::of); // 409: the first attempt had succeeded
        }

        /** The status of the order; empty without a response. */
        String status(String order) {
            try {
                return Http.call("GET", door + "/api/orders/" + order, null, bearer())
                        .body()
                        .path("status")
                        .asString("");
            } catch (UncheckedIOException e) {
                return "";
            }
        }

        JsonNode insist(int expected, String path, Object body) {
            var key = UUID.randomUUID().toString();
            return insist(Set.of(expected), path, body, () -> {
                var headers = new HashMap<>(bearer());
                headers.put("Idempotency-Key", key);
                return headers;
            });
        }

        private JsonNode insist(
                Set<Integer> expected, String path, Object body, Supplier<Map<String, String>> headers) {
            var until = Instant.now().plus(PATIENCE);
            while (true) {
                var answer = answer(path, body, headers.get());
                if (expected.contains(answer.status())) {
                    return answer.body();
                }
                if (answer.status() == 401) {
                    signedIn = Instant.EPOCH;
                }
                if (!RETRYABLE.contains(answer.status()) || Instant.now().isAfter(until)) {
                    throw new IllegalStateException(
                            "POST %s returned %d: %s".formatted(path, answer.status(), answer.body()));
                }
                Waiting.pause(Duration.ofMillis(500));
            }
        }

        private Http.Answer answer(String path, Object body, Map<String, String> headers) {
            try {
                return Http.call("POST", door + path, body, headers);
            } catch (UncheckedIOException e) {
                return new Http.Answer(NO_ANSWER, MissingNode.getInstance());
            }
        }

        private Map<String, String> bearer() {
            if (signedIn.isBefore(Instant.now().minus(TOKEN_AGE))) {
                token = insist(Set.of(200), "/api/sessions", account, Map::of)
                        .path("access_token")
                        .asString();
                signedIn = Instant.now();
            }
            return Map.of("Authorization", "Bearer " + token);
        }
    }
}
