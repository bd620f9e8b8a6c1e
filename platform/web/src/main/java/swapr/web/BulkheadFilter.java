package swapr.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.web.filter.OncePerRequestFilter;
import swapr.http.Refusal;
import swapr.http.RefusedRequests;

/**
 * Limits concurrent requests. Excess requests wait briefly, then get 503 with {@code Retry-After}. A request needs a
 * permit only after all of it has arrived, so a slow caller does not occupy one. Without the limit, hundreds of
 * requests queue for the database connections. The relay and the consumers wait behind them, so events stop and callers
 * retry even more.
 */
class BulkheadFilter extends OncePerRequestFilter {

    private final Semaphore permits;
    private final Duration timeout;
    private final RefusedRequests refused;

    /** @param timeout the longest time that a request waits for a permit */
    BulkheadFilter(int atOnce, Duration timeout, RefusedRequests refused) {
        this.permits = new Semaphore(atOnce, true);
        this.timeout = timeout;
        this.refused = refused;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!admitted()) {
            refused.answer(
                    response,
                    Refusal.BUSY,
                    "The service is overloaded. The request was not processed. Try again after the time in"
                            + " Retry-After.");
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            permits.release();
        }
    }

    private boolean admitted() {
        try {
            return permits.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
