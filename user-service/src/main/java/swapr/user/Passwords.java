package swapr.user;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes with Argon2id: 19 MiB, two passes, the second of the recommended settings of the OWASP password storage cheat
 * sheet. Each hash holds its 19 MiB and a core, so few run at a time, and the calls that need one stand in a short queue.
 * The queue is much shorter than the service's limit on requests, so a crowd of sign-ins leaves places and database
 * connections for profiles and signing keys.
 */
@Component
class Passwords {

    static final int KIBIBYTES = 19 * 1024;
    static final int PASSES = 2;
    static final String NOBODYS_HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$9zp8n6SghIuW1c0S/8ew3g$4DuOH8WIk6T7XFbT7jxPgWK1glj27CmpgAlimI2o+yo";

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, KIBIBYTES, PASSES);
    private final Semaphore places;
    private final Semaphore queue;
    private final long patience;

    Passwords(UserLimitProperties limits) {
        this.places = new Semaphore(limits.hashesAtOnce(), true);
        this.queue = new Semaphore(limits.hashesAtOnce() + limits.hashesWaiting());
        this.patience = limits.hashPatience().toMillis();
    }

    /**
     * Runs a call that needs a hash, the database lookups before it included.
     *
     * @throws RetryLaterException with 503, at once, when the queue is full; the call is not run
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

    /** @throws RetryLaterException with 503 when the wait for a place was too long */
    String hash(PreparedPassword password) {
        return inTurn(() -> String.valueOf(argon2.encode(password.text())));
    }

    /** @throws RetryLaterException with 503 when the wait for a place was too long */
    boolean match(PreparedPassword password, String hash) {
        return inTurn(() -> argon2.matches(password.text(), hash));
    }

    /**
     * Takes as long as a real comparison, so that the time of an answer does not tell which addresses have accounts.
     *
     * @throws RetryLaterException with 503 when the wait for a place was too long
     */
    boolean matchNobody(PreparedPassword password) {
        match(password, NOBODYS_HASH);
        return false;
    }

    private <T> T inTurn(Supplier<T> work) {
        if (!placeInTime()) {
            throw busy();
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private boolean placeInTime() {
        try {
            return places.tryAcquire(patience, TimeUnit.MILLISECONDS);
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
