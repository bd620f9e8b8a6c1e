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

/** The limits as they are set when nobody sets them, on a clock that the test turns. */
class SignInLimitsTest {

    static final UserLimitProperties DEFAULTS =
            new Binder().bindOrCreate("swapr.user.limits", UserLimitProperties.class);

    private long now;
    private final AtomicInteger checks = new AtomicInteger();
    private final SignInLimits limits = new SignInLimits(DEFAULTS, () -> now);

    @Test
    void afterFiveWrongPasswordsEachFurtherOneDoublesTheDelayUpToAMinute() {
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(wrong("ada", "net")).as("attempt " + attempt).isZero();
        }

        var delays = new ArrayList<Long>();
        for (int attempt = 0; attempt < 8; attempt++) {
            long wait = wrong("ada", "net");
            delays.add(wait);
            pass(Duration.ofSeconds(wait));
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
        assertThat(right("ada", "net")).as("not even the right password").isEqualTo(1);
    }

    @Test
    void theRightPasswordStartsTheCountAnew() {
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
    void aStrangerDelaysNobodyElse() {
        for (int attempt = 0; attempt < 20; attempt++) {
            wrong("ada", "stranger");
        }

        assertThat(right("ada", "home")).isZero();
        assertThat(right("bob", "stranger")).isZero();
    }

    @Test
    void fromManyAddressesOneAccountIsGuessedFiftyTimesAndThenTenTimesAMinute() {
        for (int attempt = 0; attempt < 50; attempt++) {
            assertThat(wrong("ada", "net-" + attempt)).isZero();
        }
        assertThat(wrong("ada", "yet another")).isEqualTo(6);

        pass(Duration.ofSeconds(6));

        assertThat(wrong("ada", "yet another")).isZero();
        assertThat(wrong("ada", "and another")).isEqualTo(6);
    }

    @Test
    void oneAddressGuessesAHundredTimesAndThenOnceASecond() {
        for (int attempt = 0; attempt < 100; attempt++) {
            assertThat(wrong("person-" + attempt, "net")).isZero();
        }
        assertThat(wrong("somebody", "net")).isEqualTo(1);
        assertThat(wrong("somebody", "elsewhere")).isZero();

        pass(Duration.ofSeconds(1));

        assertThat(wrong("somebody", "net")).isZero();
    }

    /** Each of them mistypes three times in the same moment and signs in four times. */
    @Test
    void aWorkshopOfThirtyBehindOneAddressNeverMeetsALimit() {
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

    /** Otherwise a busy service would lock out people who have typed the right password. */
    @Test
    void aCheckThatDidNotHappenDoesNotCount() {
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

    /** An attempt counts from its beginning: a hundred at the same time are five. */
    @Test
    void manyAtTheSameTimeAreNoWayAroundTheDelay() {
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

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** In seconds, as Retry-After says; 0 when the password was checked. */
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
