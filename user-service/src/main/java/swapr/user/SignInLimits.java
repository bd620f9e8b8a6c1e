package swapr.user;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Slows down password guessing with three limits: a growing delay for one account from one address, a wider limit for
 * one account from all addresses, and a generous limit for one address. Only wrong passwords count. An account is
 * identified by its e-mail address, even if it does not exist. A refusal therefore does not show which accounts exist.
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
     * Runs the check and counts a wrong password. A check that throws does not count.
     *
     * @param email the account's e-mail address
     * @param address the caller's network address
     * @param check returns empty if the password is wrong
     * @throws RetryLaterException with 429 if a limit is reached; the check does not run
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
