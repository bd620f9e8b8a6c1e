package swapr.edge;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import swapr.http.Refusal;
import swapr.http.RefusedRequests;

/**
 * Lets only so many requests wait for one service at a time. A service that has stopped answering would otherwise
 * collect them here until the edge, and with it every other service, is gone.
 */
final class Bulkhead implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    /**
     * For one service. A waiting request takes about 140 KiB of the edge's heap of 256 MiB, of which it needs 60 for
     * itself (docs/reliability.md), so there is room for five services that do not answer.
     */
    static final int AT_ONCE = 200;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String service;
    private final Semaphore places;
    private final RefusedRequests refused;

    Bulkhead(String service, int atOnce, RefusedRequests refused) {
        this.service = service;
        this.places = new Semaphore(atOnce);
        this.refused = refused;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        if (!places.tryAcquire()) {
            refused.count(Refusal.BUSY);
            return ProblemHandler.answer(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Too many are waiting for " + service + " already. Nothing was done; please try again.",
                    headers -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds())));
        }
        try {
            return next.handle(request);
        } finally {
            places.release();
        }
    }
}
