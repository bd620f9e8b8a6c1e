package swapr.workshop;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import swapr.local.LocalMarketplace;
import swapr.system.Http;

/** Reads of listings through the edge, with their times. */
record ListingReads(LocalMarketplace marketplace) {

    private static final Duration TIMEOUT = Duration.ofSeconds(45);

    /** @param ms the time of the request */
    record Answer(HttpResponse<String> response, long ms) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("none");
        }

        boolean contains(String text) {
            return response.body().contains(text);
        }
    }

    /**
     * Sends a GET.
     *
     * @param path below {@code /api/listings}
     */
    Answer get(String path) {
        return get(path, Map.of());
    }

    /** The same of a client that knows a change, such as {@code id@2}. */
    Answer getAfter(String change, String path) {
        return get(path, Map.of("Read-After", change));
    }

    /** Sends several requests at the same time. */
    List<CompletableFuture<Answer>> together(int count, Supplier<Answer> read) {
        return Stream.generate(() -> CompletableFuture.supplyAsync(read, Thread::startVirtualThread))
                .limit(count)
                .toList();
    }

    /** Sends several requests at the same time, and returns the answer with the median time. */
    Answer median(int count, Supplier<Answer> read) {
        var answers = together(count, read).stream()
                .map(CompletableFuture::join)
                .sorted(Comparator.comparingLong(Answer::ms))
                .toList();
        return answers.get(count / 2);
    }

    private Answer get(String path, Map<String, String> headers) {
        long since = System.nanoTime();
        var response = Http.send(TIMEOUT, "GET", marketplace.url("edge") + "/api/listings" + path, null, headers);
        return new Answer(response, Duration.ofNanos(System.nanoTime() - since).toMillis());
    }
}
