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
 * Limits expensive reads, such as searches: at most four at the same time, and at most two seconds for each statement.
 * So they never take the database connections that the relay and the consumers need.
 *
 * <pre>{@code
 * List<Hit> hits = reads.read(() -> jdbc.sql("select ...").query(Hit.class).list());
 * }</pre>
 */
public class BoundedReads {

    /** The limit for concurrent reads. Each service has ten connections. */
    private static final int AT_ONCE = 4;

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);

    private final Semaphore permits = new Semaphore(AT_ONCE, true);
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
     * Reads in a separate read-only transaction. PostgreSQL stops each of its statements after two seconds.
     *
     * @throws ErrorResponseException with 503 and {@code Retry-After} if four other reads run for more than one second
     * @throws org.springframework.dao.QueryTimeoutException if a statement takes too long. The REST caller gets 503
     */
    public <T> T read(Supplier<T> read) {
        if (!admitted()) {
            throw busy();
        }
        try {
            return transaction.execute(status -> {
                jdbc.sql("select set_config('statement_timeout', ?, true)")
                        .param(STATEMENT_TIMEOUT.toMillis() + "ms")
                        .query(String.class)
                        .single();
                return read.get();
            });
        } finally {
            permits.release();
        }
    }

    private ErrorResponseException busy() {
        refused.count(Refusal.BUSY);
        var busy = new ErrorResponseException(
                HttpStatus.SERVICE_UNAVAILABLE,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Too many searches are running. The request was not processed. Try again after the time in"
                                + " Retry-After."),
                null);
        busy.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        return busy;
    }

    private boolean admitted() {
        try {
            return permits.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
