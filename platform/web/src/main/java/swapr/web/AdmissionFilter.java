package swapr.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets so many requests in at a time; the next ones wait a little, then are told to come again. Without a limit, hundreds
 * of callers queue for the database connections, and the relay and the consumers queue behind them: events stand still, so
 * more callers ask again, and the service is busy with nothing but refusing them.
 */
class AdmissionFilter extends OncePerRequestFilter {

    private final Semaphore places;
    private final Duration patience;
    private final HandlerExceptionResolver problems;

    /** @param patience how long a caller waits for a place before it is refused */
    AdmissionFilter(int atOnce, Duration patience, HandlerExceptionResolver problems) {
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!admitted()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            problems.resolveException(
                    request,
                    response,
                    null,
                    new ResponseStatusException(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "Too many are being served already. Nothing was done; please try again."));
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
