package swapr.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.ErrorResponseException;
import swapr.http.Refusal;
import swapr.http.RefusedRequests;

/**
 * For reads whose cost a caller decides, such as a search: few at a time and none for long. So they never take the
 * connections that the relay and the consumers need.
 *
 * <pre>{@code
 * List<Hit> hits = reads.read(() -> jdbc.sql("select ...").query(Hit.class).list());
 * }</pre>
 */
public class BoundedReads {

    /** Of the ten connections that each service has. */
    private static final int AT_ONCE = 4;

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private final RefusedRequests refused;

    BoundedReads(PlatformTransactionManager transactions, JdbcClient jdbc, RefusedRequests refused) {
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
        this.jdbc = jdbc;
        this.refused = refused;
    }

    /**
     * Reads in a transaction of its own, in which PostgreSQL ends each statement after two seconds.
     *
     * @throws ErrorResponseException 503 with {@code Retry-After} when no place is free for a second
     * @throws org.springframework.dao.QueryTimeoutException when a statement took too long; the caller is told 503
     */
    public <T> T read(Supplier<T> read) {
        if (!admitted()) {
            throw busy();
        }
        try {
            return transaction.execute(status -> {
                jdbc.sql("select set_config('statement_timeout', ?, true)")
                        .param(LONGEST.toMillis() + "ms")
                        .query(String.class)
                        .single();
                return read.get();
            });
        } finally {
            places.release();
        }
    }

    private ErrorResponseException busy() {
        refused.count(Refusal.BUSY);
        var busy = new ErrorResponseException(
                HttpStatus.SERVICE_UNAVAILABLE,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE, "Too many are searching at this moment. Try again."),
                null);
        busy.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        return busy;
    }

    private boolean admitted() {
        try {
            return places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
