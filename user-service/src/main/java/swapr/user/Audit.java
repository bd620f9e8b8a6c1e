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
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * One line in the log {@code swapr.audit} for each thing that people do with accounts, as {@code key=value}. It names
 * people by id only: no e-mail address, network address, password or token. Sign-ins and registrations are also counted.
 */
@Component
class Audit {

    private static final Logger LOG = LoggerFactory.getLogger("swapr.audit");

    /** How a call ended. */
    enum Outcome {
        OK,
        FAILED,
        THROTTLED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Something that a person does with the own account. */
    enum Action {
        PASSWORD_CHANGE,
        EMAIL_CHANGE,
        SIGN_OUT_EVERYWHERE,
        ERASURE
    }

    private static final String SIGN_INS = "swapr.sign.ins";
    private static final String REGISTRATIONS = "swapr.registrations";

    private final MeterRegistry meters;

    /** A flood of refused calls must not fill the disk: fifty lines, then one each second. The counters have them all. */
    private final RateLimit lines = new RateLimit(50, Duration.ofSeconds(1), 10, Ticker.systemTicker());

    /** All counters exist from the start, so that the first sign-in is an increase for Prometheus. */
    Audit(MeterRegistry meters) {
        this.meters = meters;
        for (Outcome outcome : Outcome.values()) {
            count(SIGN_INS, outcome);
            count(REGISTRATIONS, outcome);
        }
    }

    /** @param user null when the account is not known, or must not be looked up */
    void signIn(Outcome outcome, @Nullable UUID user) {
        count(SIGN_INS, outcome).increment();
        write("sign-in", outcome, user);
    }

    /** @param user null when no account was opened */
    void registration(Outcome outcome, @Nullable UUID user) {
        count(REGISTRATIONS, outcome).increment();
        write("registration", outcome, user);
    }

    void deed(Action deed, Outcome outcome, UUID user) {
        write(deed.name().toLowerCase(Locale.ROOT).replace('_', '-'), outcome, user);
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
                MDC.get("correlation_id"));
    }

    private Counter count(String name, Outcome outcome) {
        return meters.counter(name, "outcome", outcome.word());
    }
}
