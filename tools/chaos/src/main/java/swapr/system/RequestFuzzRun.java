package swapr.system;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the requests of {@link RequestFuzzer} through the edge, over several connections. It reports each 5xx except
 * 503 with Retry-After, each broken connection, and each effect of a request with a 4xx response.
 */
final class RequestFuzzRun {

    private static final int CONNECTIONS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private final ChaosContext context;
    private final String door;
    private final FuzzAccounts accounts;
    private final RequestFuzzer requests;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> problems = new ArrayList<>();

    RequestFuzzRun(ChaosContext context, long seed) {
        this.context = context;
        this.door = context.marketplace().url("edge");
        this.accounts = new FuzzAccounts(context);
        var calls = new OpenApiCalls(context.marketplace().root(), accounts::known);
        this.requests = new RequestFuzzer(calls, seed, accounts::known);
    }

    /** Sends this number of requests. Returns one line for each wrong response and each wrong effect. */
    List<String> send(int count) {
        Concurrently.all(Collections.nCopies(CONNECTIONS, () -> work(count)));
        context.timeline().note("the statuses of %d fuzzed requests: %s".formatted(count, statuses));
        checkEffects();
        return problems;
    }

    private boolean work(int count) throws IOException {
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
        return true;
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
            } else {
                accounts.succeeded(request.call());
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
                        .formatted(logs, FuzzedRequest.CORRELATION));
        var effects =
                Arrays.stream(found.split(",", -1)).filter(refused::contains).collect(toSet());
        if (!effects.isEmpty()) {
            problems.add("refused requests had an effect: " + effects);
        }
    }
}
