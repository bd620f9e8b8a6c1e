package swapr.user;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Slows down an address that opens many accounts. */
@Component
class RegistrationLimit {

    private final RateLimit addresses;

    RegistrationLimit(UserLimitProperties limits) {
        this.addresses = new RateLimit(
                limits.registrations(), limits.registrationRefill(), limits.remembered(), Ticker.systemTicker());
    }

    /**
     * Runs a registration. One that the busy service refuses does not count.
     *
     * @throws RetryLaterException with 429 when this address has opened too many accounts of late, and nothing is run
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
