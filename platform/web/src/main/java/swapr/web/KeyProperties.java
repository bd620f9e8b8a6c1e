package swapr.web;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often the signing keys of user-service are fetched, under {@code swapr.web.keys}.
 *
 * @param refresh the age at which the keys are fetched again. A withdrawn key is refused after this time and one fetch,
 *     so even four failed fetches in a row keep the promise of five minutes
 * @param retry the pause after a failed fetch
 * @param unknown the shortest time between two fetches that tokens with an unknown key id cause
 * @param timeout the longest time that one fetch may take, body included
 * @param outage how long the keys stay valid when no fetch succeeds. Tokens live for 15 minutes and only user-service
 *     issues them, so after an hour nobody has a good one
 */
@Validated
@ConfigurationProperties("swapr.web.keys")
record KeyProperties(
        @NotNull @DefaultValue("60s") Duration refresh,
        @NotNull @DefaultValue("1s") Duration retry,
        @NotNull @DefaultValue("30s") Duration unknown,
        @NotNull @DefaultValue("2s") Duration timeout,
        @NotNull @DefaultValue("1h") Duration outage) {}
