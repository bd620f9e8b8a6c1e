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
 * Lets so many requests in at a time; the next ones wait a little, then are told to come again. A request asks for its
 * place when all of it has arrived: a place is for work, not for waiting for a caller. Without a limit, hundreds
 * of callers queue for the database connections, and the relay and the consumers queue behind them: events stand still, so
 * more callers ask again, and the service is busy with nothing but refusing them.
 */
class BulkheadFilter extends OncePerRequestFilter {

    private final Semaphore places;
    private final Duration patience;
    private final RefusedRequests refused;

    /** @param patience how long a caller waits for a place before it is refused */
    BulkheadFilter(int atOnce, Duration patience, RefusedRequests refused) {
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
        this.refused = refused;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!admitted()) {
            refused.answer(
                    response, Refusal.BUSY, "Too many requests are being served already. Nothing was done. Try again.");
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }

    private boolean admitted() {
        try {
            return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
