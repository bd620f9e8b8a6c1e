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
 * Limits the requests that wait for one service at the same time. Without the limit, the requests to a service that
 * does not answer fill the memory of the edge. Then no service can be reached.
 */
final class Bulkhead implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    /**
     * The limit for one service. A waiting request takes about 140 KiB of the edge's heap of 256 MiB. The edge itself
     * needs 60 MiB (docs/results/load.md), so there is room for five services that do not answer.
     */
    static final int AT_ONCE = 200;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String service;
    private final Semaphore permits;
    private final RefusedRequests refused;

    Bulkhead(String service, int atOnce, RefusedRequests refused) {
        this.service = service;
        this.permits = new Semaphore(atOnce);
        this.refused = refused;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        if (!permits.tryAcquire()) {
            refused.count(Refusal.BUSY);
            return ProblemHandler.answer(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Too many requests are waiting for " + service + ". This request was not processed."
                            + " Try again after the time in Retry-After.",
                    headers -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds())));
        }
        try {
            return next.handle(request);
        } finally {
            permits.release();
        }
    }
}
