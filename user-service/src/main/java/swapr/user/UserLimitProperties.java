package swapr.user;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits on expensive calls and on password guesses, under {@code swapr.user.limits}. A burst is allowed at once;
 * then one more is allowed after each refill time. The defaults are high enough for a workshop of thirty people behind
 * one address. A load test needs higher limits, for example {@code SWAPR_USER_LIMITS_REGISTRATIONS=100000}.
 *
 * @param freeFailures wrong passwords for one account from one address before the first delay
 * @param firstDelay the first delay; each further wrong password doubles it
 * @param longestDelay the longest delay
 * @param accountFailures wrong passwords for one account from all addresses together, at once
 * @param accountRefill the time after which one more is allowed
 * @param addressFailures wrong passwords from one address for all accounts together, at once
 * @param addressRefill the time after which one more is allowed
 * @param registrations registrations from one address, at once
 * @param registrationRefill the time after which one more is allowed
 * @param remembered the maximum number of accounts or addresses of each limit; the least used are evicted first
 * @param hashesAtOnce passwords hashed at the same time; each takes 19 MiB and a core
 * @param hashesWaiting calls that may wait for a hash; further calls get 503
 * @param hashPatience the longest wait for a hash; then the call gets 503
 */
@Validated
@ConfigurationProperties("swapr.user.limits")
record UserLimitProperties(
        @Positive @DefaultValue("5") int freeFailures,
        @NotNull @DefaultValue("1s") Duration firstDelay,
        @NotNull @DefaultValue("60s") Duration longestDelay,
        @Positive @DefaultValue("50") int accountFailures,
        @NotNull @DefaultValue("6s") Duration accountRefill,
        @Positive @DefaultValue("100") int addressFailures,
        @NotNull @DefaultValue("1s") Duration addressRefill,
        @Positive @DefaultValue("120") int registrations,
        @NotNull @DefaultValue("1s") Duration registrationRefill,
        @Positive @DefaultValue("20000") int remembered,
        @Positive @DefaultValue("2") int hashesAtOnce,
        @PositiveOrZero @DefaultValue("8") int hashesWaiting,
        @NotNull @DefaultValue("2s") Duration hashPatience) {}
