package swapr.user;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Limits the registrations from one network address. */
@Component
class RegistrationLimit {

    private final RateLimit addresses;

    RegistrationLimit(UserLimitProperties limits) {
        this.addresses = new RateLimit(
                limits.registrations(), limits.registrationRefill(), limits.remembered(), Ticker.systemTicker());
    }

    /**
     * Runs a registration. It does not count if the service is too busy for it.
     *
     * @throws RetryLaterException with 429 after too many registrations from this address; this one does not run
     */
    <T> T register(String address, Supplier<T> registration) {
        var wait = addresses.take(address);
        if (!wait.isZero()) {
            throw RetryLaterException.tooMany("There were too many registrations from your network address.", wait);
        }
        try {
            return registration.get();
        } catch (RetryLaterException busy) {
            addresses.giveBack(address);
            throw busy;
        }
    }
}
