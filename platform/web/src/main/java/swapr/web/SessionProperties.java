package swapr.web;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings for reading ended sessions, under {@code swapr.web.sessions}.
 *
 * @param refresh the time between two reads of the table. An instance refuses a token at most this long after the row
 *     is stored
 * @param most the maximum number of ended sessions in memory, about 100 bytes each. Ending a session needs an Argon2
 *     hash, and two hashes run at the same time. So users can end about fifty thousand sessions within the relevant
 *     twenty minutes
 */
@Validated
@ConfigurationProperties("swapr.web.sessions")
record SessionProperties(
        @NotNull @DefaultValue("1s") Duration refresh,
        @Positive @DefaultValue("100000") int most) {}
