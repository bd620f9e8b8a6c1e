package swapr.web;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How an instance learns of ended sessions, under {@code swapr.web.sessions}.
 *
 * @param refresh how often it reads the table; a token is refused after this time at the latest
 * @param most sessions held in memory, about 100 bytes each. Two Argon2 hashes at a time let people end about fifty
 *     thousand within the twenty minutes that count
 */
@Validated
@ConfigurationProperties("swapr.web.sessions")
record SessionProperties(
        @NotNull @DefaultValue("1s") Duration refresh,
        @Positive @DefaultValue("100000") int most) {}
