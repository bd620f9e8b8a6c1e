package swapr.user;

import com.github.benmanes.caffeine.cache.Ticker;
import org.springframework.stereotype.Component;

/** Slows down an address that opens many accounts. */
@Component
class RegistrationLimit {

    private final RateLimit addresses;

    RegistrationLimit(UserLimits limits) {
        this.addresses = new RateLimit(
                limits.registrations(), limits.registrationRefill(), limits.remembered(), Ticker.systemTicker());
    }

    /** @throws TryLater with 429 when this address has opened too many accounts of late */
    void take(String address) {
        var wait = addresses.take(address);
        if (!wait.isZero()) {
            throw TryLater.tooMany("There were too many registrations from your network address.", wait);
        }
    }
}
