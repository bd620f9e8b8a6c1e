package swapr.user;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Slows down those who guess passwords. Three limits hold together: a growing delay for one account from one address, a
 * looser limit for one account from all addresses, and a generous one for one address. Only wrong passwords count. An
 * account is known by its e-mail address, whether it exists or not, so a refusal does not tell which addresses have one.
 */
@Component
class SignInLimits {

    private final GrowingDelay pairs;
    private final RateLimit accounts;
    private final RateLimit addresses;

    @Autowired
    SignInLimits(UserLimitProperties limits) {
        this(limits, Ticker.systemTicker());
    }

    SignInLimits(UserLimitProperties limits, Ticker clock) {
        int remembered = limits.remembered();
        this.pairs =
                new GrowingDelay(limits.freeFailures(), limits.firstDelay(), limits.longestDelay(), remembered, clock);
        this.accounts = new RateLimit(limits.accountFailures(), limits.accountRefill(), remembered, clock);
        this.addresses = new RateLimit(limits.addressFailures(), limits.addressRefill(), remembered, clock);
    }

    /**
     * Runs the check, and remembers how it ended. A check that throws does not count.
     *
     * @param email of the account
     * @param address the caller's network address
     * @param check returns nothing when the password was wrong
     * @throws RetryLaterException with 429, and the check is not run
     */
    <T> Optional<T> guess(String email, String address, Supplier<Optional<T>> check) {
        String account = User.normalized(email);
        String pair = address + " " + account;
        take(account, address, pair);
        boolean wrong = false;
        boolean right = false;
        try {
            var outcome = check.get();
            right = outcome.isPresent();
            wrong = !right;
            return outcome;
        } finally {
            if (!wrong) {
                giveBack(account, address);
                if (right) {
                    pairs.forget(pair);
                } else {
                    pairs.giveBack(pair);
                }
            }
        }
    }

    private void take(String account, String address, String pair) {
        refuseFor(pairs.take(pair));
        Duration wait = accounts.take(account);
        if (wait.isZero()) {
            wait = addresses.take(address);
            if (!wait.isZero()) {
                accounts.giveBack(account);
            }
        }
        if (!wait.isZero()) {
            pairs.giveBack(pair);
        }
        refuseFor(wait);
    }

    private void giveBack(String account, String address) {
        accounts.giveBack(account);
        addresses.giveBack(address);
    }

    private static void refuseFor(Duration wait) {
        if (!wait.isZero()) {
            throw RetryLaterException.tooMany("There were too many wrong passwords.", wait);
        }
    }
}
