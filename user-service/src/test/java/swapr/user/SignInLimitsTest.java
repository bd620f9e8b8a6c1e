package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Tests the default limits with a clock that the test controls. */
class SignInLimitsTest {

    static final UserLimitProperties DEFAULTS =
            new Binder().bindOrCreate("swapr.user.limits", UserLimitProperties.class);

    private long now;
    private final AtomicInteger checks = new AtomicInteger();
    private final SignInLimits limits = new SignInLimits(DEFAULTS, () -> now);

    @Test
    void afterFiveWrongPasswordsEachFurtherOneDoublesTheDelayUpToOneMinute() {
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(wrong("ada", "net")).as("attempt " + attempt).isZero();
        }

        var delays = new ArrayList<Long>();
        for (int attempt = 0; attempt < 8; attempt++) {
            long wait = wrong("ada", "net");
            delays.add(wait);
            advance(Duration.ofSeconds(wait));
            assertThat(wrong("ada", "net")).as("after the delay").isZero();
        }

        assertThat(delays).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void anAttemptThatIsTooEarlyIsNotChecked() {
        for (int attempt = 0; attempt < 20; attempt++) {
            wrong("ada", "net");
        }

        assertThat(checks).hasValue(5);
        assertThat(right("ada", "net")).as("the right password waits, too").isEqualTo(1);
    }

    @Test
    void theRightPasswordResetsTheCount() {
        for (int attempt = 0; attempt < 4; attempt++) {
            wrong("ada", "net");
        }

        right("ada", "net");

        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(wrong("ada", "net")).isZero();
        }
        assertThat(wrong("ada", "net")).isEqualTo(1);
    }

    @Test
    void wrongPasswordsDelayOneAccountFromOneAddressOnly() {
        for (int attempt = 0; attempt < 20; attempt++) {
            wrong("ada", "stranger");
        }

        assertThat(right("ada", "home")).isZero();
        assertThat(right("bob", "stranger")).isZero();
    }

    @Test
    void oneAccountAllowsFiftyGuessesFromAllAddressesAndThenTenAMinute() {
        for (int attempt = 0; attempt < 50; attempt++) {
            assertThat(wrong("ada", "net-" + attempt)).isZero();
        }
        assertThat(wrong("ada", "yet another")).isEqualTo(6);

        advance(Duration.ofSeconds(6));

        assertThat(wrong("ada", "yet another")).isZero();
        assertThat(wrong("ada", "and another")).isEqualTo(6);
    }

    @Test
    void oneAddressAllowsAHundredGuessesAndThenOneASecond() {
        for (int attempt = 0; attempt < 100; attempt++) {
            assertThat(wrong("person-" + attempt, "net")).isZero();
        }
        assertThat(wrong("carl", "net")).isEqualTo(1);
        assertThat(wrong("carl", "elsewhere")).isZero();

        advance(Duration.ofSeconds(1));

        assertThat(wrong("carl", "net")).isZero();
    }

    /** Each person mistypes the password three times at the same moment and signs in four times. */
    @Test
    void aWorkshopOfThirtyBehindOneAddressReachesNoLimit() {
        for (int person = 0; person < 30; person++) {
            for (int mistake = 0; mistake < 3; mistake++) {
                assertThat(wrong("person-" + person, "the room")).isZero();
            }
            for (int account = 0; account < 4; account++) {
                assertThat(right("person-" + person, "the room")).isZero();
            }
        }
        var registrations = new RegistrationLimit(DEFAULTS);
        for (int account = 0; account < 30 * 4; account++) {
            assertThat(registrations.register("the room", () -> "registered")).isEqualTo("registered");
        }
        assertThatThrownBy(() -> registrations.register("the room", () -> "one more"))
                .isInstanceOf(RetryLaterException.class);
    }

    /** If it counted, a busy service would lock out users who typed the right password. */
    @Test
    void aCheckThatThrowsDoesNotCount() {
        for (int attempt = 0; attempt < 200; attempt++) {
            assertThatThrownBy(() -> limits.guess("ada", "net", () -> {
                        throw new IllegalStateException("busy");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(right("ada", "net")).isZero();
    }

    @Test
    void aRegistrationThatTheBusyServiceRefusesDoesNotCount() {
        var registrations = new RegistrationLimit(DEFAULTS);
        var busy = new RetryLaterException(HttpStatus.SERVICE_UNAVAILABLE, Duration.ofSeconds(1), "busy");
        for (int attempt = 0; attempt < 500; attempt++) {
            assertThatThrownBy(() -> registrations.register("the room", () -> {
                        throw busy;
                    }))
                    .isSameAs(busy);
        }
    }

    /** An attempt counts from its start, so only five of a hundred parallel attempts are checked. */
    @Test
    void parallelAttemptsDoNotAvoidTheDelay() {
        assertThat(nested(100)).isEqualTo(5);
    }

    private int nested(int depth) {
        if (depth == 0) {
            return 0;
        }
        int[] deeper = {0};
        try {
            limits.guess("ada", "net", () -> {
                deeper[0] = 1 + nested(depth - 1);
                return Optional.empty();
            });
        } catch (RetryLaterException refused) {
            return 0;
        }
        return deeper[0];
    }

    private void advance(Duration time) {
        now += time.toNanos();
    }

    /** Returns the seconds of Retry-After, or 0 if the password was checked. */
    private long wrong(String account, String address) {
        return waitOf(account, address, Optional::empty);
    }

    private long right(String account, String address) {
        return waitOf(account, address, () -> Optional.of("right"));
    }

    private long waitOf(String account, String address, Supplier<Optional<String>> check) {
        try {
            limits.guess(account, address, () -> {
                checks.incrementAndGet();
                return check.get();
            });
            return 0;
        } catch (RetryLaterException refused) {
            assertThat(refused.getStatusCode().value()).isEqualTo(429);
            return Long.parseLong(String.valueOf(refused.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)));
        }
    }
}
