package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import swapr.system.HistoryLine.Outcome;

/** Sends requests to the edge. It records each intent before, and each outcome after. */
final class LoadClient {

    /** The maximum time for the attempts of one request. */
    static final Duration GIVE_UP = Duration.ofMinutes(4);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    /** Retries are rare and jittered, because hundreds of simultaneous retries would overload a starting service. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final String door;
    private final ClientHistory history;

    LoadClient(String door, ClientHistory history) {
        this.door = door;
        this.history = history;
    }

    /** Repeats an idempotent request until its response is below 500, or until {@link #GIVE_UP} is over. */
    Http.@Nullable Answer insist(
            String kind,
            String key,
            String person,
            String method,
            String path,
            Object body,
            Map<String, String> headers) {
        long deadline = System.nanoTime() + GIVE_UP.toNanos();
        for (var pause = FIRST_PAUSE; ; pause = pause.multipliedBy(2)) {
            Http.Answer answer = once(kind, key, person, method, path, body, headers);
            if ((answer != null && answer.status() < 500) || System.nanoTime() > deadline) {
                return answer;
            }
            long longest = Math.min(pause.toNanos(), LONGEST_PAUSE.toNanos());
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest));
        }
    }

    /** Sends a request once. Returns null without a response. */
    Http.@Nullable Answer once(
            String kind,
            String key,
            String person,
            String method,
            String path,
            @Nullable Object body,
            Map<String, String> headers) {
        var intent = history.intend(kind, key, person);
        Http.Answer answer;
        try {
            answer = Http.call(method, door + path, body, headers);
        } catch (UncheckedIOException e) {
            history.learn(intent, Outcome.UNKNOWN, 0, null, 0);
            return null;
        }
        Outcome outcome = answer.status() < 300
                ? Outcome.ACKNOWLEDGED
                : answer.status() < 500 ? Outcome.REFUSED : Outcome.UNKNOWN;
        boolean acknowledged = outcome == Outcome.ACKNOWLEDGED;
        history.learn(
                intent,
                outcome,
                answer.status(),
                acknowledged ? answer.body().path("id").asString(null) : null,
                acknowledged ? answer.body().path("version").asLong(0) : 0);
        return answer;
    }
}
