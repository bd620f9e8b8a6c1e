package swapr.system;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import swapr.system.RequestFuzzer.FuzzedRequest;

/**
 * Sends the requests of {@link RequestFuzzer} through the edge, over several connections. It reports each 5xx except
 * 503 with Retry-After, each broken connection, and each effect of a request with a 4xx response.
 */
final class RequestFuzzRun {

    private static final int CONNECTIONS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** The maximum number of accounts for calls that end an account or its sessions. */
    private static final int ENDED_ACCOUNTS = 40;

    private static final Set<String> ENDING = Set.of("DELETE /users/me", "DELETE /sessions", "PUT /users/me/password");
    private static final String PASSWORD = "a long enough password";

    private final ChaosContext context;
    private final String door;
    private final RequestFuzzer requests;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger accounts = new AtomicInteger();
    private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> problems = new ArrayList<>();
    private final String email;
    private final String token;
    private final String listing;
    private final String order;
    private String endingToken = "";

    RequestFuzzRun(ChaosContext context, long seed) {
        this.context = context;
        this.door = context.marketplace().url("edge");
        this.email = newAddress();
        this.token = account(email);
        this.listing = create(
                "/api/listings",
                Map.of(
                        "title",
                        "Fuzzed pair",
                        "brand",
                        "Nike",
                        "size",
                        "42",
                        "condition",
                        "NEW",
                        "price",
                        Map.of("amount", "10.00", "currency", "USD")));
        // The order is for the buyer's own listing. It is therefore canceled automatically, without a charge.
        this.order = create("/api/orders", Map.of("listing_id", listing, "payment_token", "tok_ok"));
        var calls = new OpenApiCalls(context.marketplace().root(), this::known);
        this.requests = new RequestFuzzer(calls, seed, this::known);
    }

    private static String newAddress() {
        return "odd-%s@chaos.example".formatted(UUID.randomUUID());
    }

    private String account(String address) {
        var account = Map.of("name", "Stranger", "email", address, "password", PASSWORD);
        int registered =
                Http.call("POST", door + "/api/users", account, Map.of()).status();
        var session = Http.call("POST", door + "/api/sessions", account, Map.of());
        context.expect(
                session.status() == 200,
                "a new user could not register (%d) and sign in (%d)".formatted(registered, session.status()));
        return session.body().path("access_token").asString();
    }

    private String create(String path, Object body) {
        var answer = Http.call(
                "POST",
                door + path,
                body,
                Map.of(
                        "Authorization",
                        "Bearer " + token,
                        "Idempotency-Key",
                        UUID.randomUUID().toString()));
        context.expect(answer.status() < 300, "POST %s of a new user returned %d".formatted(path, answer.status()));
        return answer.body().path("id").asString();
    }

    /** Valid values that openapi.yaml does not contain. */
    private synchronized String known(String what) {
        return switch (what) {
            case "id:/listings" -> listing;
            case "id:/orders" -> order;
            case "field:email" -> accounts.get() % 2 == 0 ? newAddress() : email;
            case "field:password", "field:current_password" -> PASSWORD;
            case "field:new_password" -> PASSWORD + " again";
            case "field:listing_id" -> listing;
            case "field:payment_token" -> "tok_ok";
            case "field:size" -> "42";
            default -> what.startsWith("token:") ? token(what.substring("token:".length())) : "";
        };
    }

    private String token(String call) {
        if (!ENDING.contains(call)) {
            return token;
        }
        if (endingToken.isEmpty() && accounts.getAndIncrement() < ENDED_ACCOUNTS) {
            endingToken = account(newAddress());
        }
        return endingToken;
    }

    private synchronized void accountEnded() {
        endingToken = "";
    }

    /** Sends this number of requests. Returns one line for each wrong response and each wrong effect. */
    List<String> send(int count) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(threads.submit(() -> work(count)));
            }
            for (var each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.timeline().note("the statuses of %d fuzzed requests: %s".formatted(count, statuses));
        checkEffects();
        return problems;
    }

    private Void work(int count) throws IOException {
        RawConnection connection = null;
        try {
            for (int i = number.getAndIncrement(); i < count; i = number.getAndIncrement()) {
                FuzzedRequest request = next(i);
                if (connection == null) {
                    connection = new RawConnection(door, TIMEOUT);
                }
                if (!send(request, connection)) {
                    connection.close();
                    connection = null;
                }
            }
        } finally {
            if (connection != null) {
                connection.close();
            }
        }
        return null;
    }

    private synchronized FuzzedRequest next(int i) {
        return requests.next(i);
    }

    /** Sends a request and checks the response. Returns true if the connection can be used again. */
    private boolean send(FuzzedRequest request, RawConnection connection) {
        try {
            connection.send(request.bytes());
            var answer = connection.answer(!request.method().equals("HEAD"));
            statuses.merge(answer.status(), 1, Integer::sum);
            if (answer.status() >= 500
                    && !(answer.status() == 503 && answer.headers().containsKey("retry-after"))) {
                problem(request, "returned %d: %s".formatted(answer.status(), answer.body()));
            } else if (answer.status() >= 400) {
                refused.add(String.valueOf(request.headers().get("Correlation-Id")));
            } else if (ENDING.contains(request.call())) {
                accountEnded();
            }
            return !answer.closing();
        } catch (IOException e) {
            problem(request, "got no response: " + e.getMessage());
            return false;
        }
    }

    private synchronized void problem(FuzzedRequest request, String what) {
        problems.add("%s with a fuzzed %.60s %.300s".formatted(request.call(), request.what(), what));
    }

    /** Checks that no event log contains an event of a refused request. */
    private void checkEffects() {
        String logs = Scenarios.SCHEMAS.stream()
                .map(schema -> "select correlation_id from %s.event_log".formatted(schema))
                .collect(java.util.stream.Collectors.joining(" union all "));
        String found = context.sessions()
                .answer("select string_agg(distinct correlation_id, ',') from (%s) l where correlation_id like '%s%%'"
                        .formatted(logs, RequestFuzzer.CORRELATION));
        var effects =
                Arrays.stream(found.split(",", -1)).filter(refused::contains).collect(toSet());
        if (!effects.isEmpty()) {
            problems.add("refused requests had an effect: " + effects);
        }
    }
}
