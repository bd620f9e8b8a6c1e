package swapr.user;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import swapr.messaging.EventContext;

/**
 * Writes one line to the log {@code swapr.audit} for each action on an account, as {@code key=value} pairs. A line has
 * the user's id, but no e-mail address, network address, password or token. Sign-ins and registrations also have
 * counters.
 */
@Component
class Audit {

    private static final Logger LOG = LoggerFactory.getLogger("swapr.audit");

    /** The result of a call. */
    enum Outcome {
        OK,
        FAILED,
        THROTTLED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An action of a user on the user's own account. */
    enum Action {
        PASSWORD_CHANGE,
        EMAIL_CHANGE,
        SIGN_OUT_EVERYWHERE,
        ERASURE
    }

    private static final String SIGN_INS = "swapr.sign.ins";
    private static final String REGISTRATIONS = "swapr.registrations";

    private final MeterRegistry meters;

    /**
     * Limits the lines for throttled calls, so that they do not fill the disk: fifty per event, then one a second.
     * The counters count all calls.
     */
    private final RateLimit lines = new RateLimit(50, Duration.ofSeconds(1), 10, Ticker.systemTicker());

    /** Creates all counters at the start, so that Prometheus sees the first sign-in as an increase. */
    Audit(MeterRegistry meters) {
        this.meters = meters;
        for (Outcome outcome : Outcome.values()) {
            count(SIGN_INS, outcome);
            count(REGISTRATIONS, outcome);
        }
    }

    /** @param user null if the account is unknown or was not looked up */
    void signIn(Outcome outcome, @Nullable UUID user) {
        count(SIGN_INS, outcome).increment();
        write("sign-in", outcome, user);
    }

    /** @param user null if no account was opened */
    void registration(Outcome outcome, @Nullable UUID user) {
        count(REGISTRATIONS, outcome).increment();
        write("registration", outcome, user);
    }

    void log(Action action, Outcome outcome, UUID user) {
        write(action.name().toLowerCase(Locale.ROOT).replace('_', '-'), outcome, user);
    }

    private void write(String event, Outcome outcome, @Nullable UUID user) {
        if (outcome == Outcome.THROTTLED && !lines.take(event).isZero()) {
            return;
        }
        LOG.info(
                "event={} outcome={} subject={} correlation_id={}",
                event,
                outcome.word(),
                user == null ? "anonymous" : "user:" + user,
                EventContext.current("user-service").correlationId());
    }

    private Counter count(String name, Outcome outcome) {
        return meters.counter(name, "outcome", outcome.word());
    }
}
