package swapr.user;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id: 19 MiB and two passes, the second recommended setting of the OWASP password storage
 * cheat sheet. Each hash needs 19 MiB and a core, so few run at the same time, and further calls wait in a short queue.
 * The queue is much shorter than the service's limit on requests. Many concurrent sign-ins therefore leave permits and
 * database connections for profiles and signing keys.
 */
@Component
class Passwords {

    static final int KIBIBYTES = 19 * 1024;
    static final int PASSES = 2;
    static final String DUMMY_HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$9zp8n6SghIuW1c0S/8ew3g$4DuOH8WIk6T7XFbT7jxPgWK1glj27CmpgAlimI2o+yo";

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, KIBIBYTES, PASSES);
    private final Semaphore permits;
    private final Semaphore queue;
    private final long timeoutMillis;

    Passwords(UserLimitProperties limits) {
        this.permits = new Semaphore(limits.hashesAtOnce(), true);
        this.queue = new Semaphore(limits.hashesAtOnce() + limits.hashesWaiting());
        this.timeoutMillis = limits.hashPatience().toMillis();
    }

    /**
     * Runs a call that needs a hash, including the database lookups before it.
     *
     * @throws RetryLaterException with 503 at once if the queue is full; the call does not run
     */
    <T> T inQueue(Supplier<T> call) {
        if (!queue.tryAcquire()) {
            throw busy();
        }
        try {
            return call.get();
        } finally {
            queue.release();
        }
    }

    /** @throws RetryLaterException with 503 if the wait for a permit was too long */
    String hash(PreparedPassword password) {
        return withPermit(() -> String.valueOf(argon2.encode(password.text())));
    }

    /** @throws RetryLaterException with 503 if the wait for a permit was too long */
    boolean match(PreparedPassword password, String hash) {
        return withPermit(() -> argon2.matches(password.text(), hash));
    }

    /**
     * Returns false after the time of a real comparison. The response time therefore does not show which addresses have
     * accounts.
     *
     * @throws RetryLaterException with 503 if the wait for a permit was too long
     */
    boolean matchNoUser(PreparedPassword password) {
        match(password, DUMMY_HASH);
        return false;
    }

    private <T> T withPermit(Supplier<T> work) {
        if (!acquiredInTime()) {
            throw busy();
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }

    private boolean acquiredInTime() {
        try {
            return permits.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static RetryLaterException busy() {
        return new RetryLaterException(
                HttpStatus.SERVICE_UNAVAILABLE,
                java.time.Duration.ofSeconds(1),
                "Too many passwords are being checked. Nothing was changed. Try again in a second.");
    }
}
