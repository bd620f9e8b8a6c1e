package swapr.web;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The times for fetching the signing keys of user-service, under {@code swapr.web.keys}.
 *
 * @param refresh the age at which the keys are fetched again. A withdrawn key is refused after this time and one fetch.
 *     The limit of five minutes holds even after four failed fetches in a row
 * @param retry the pause after a failed fetch
 * @param unknown the shortest time between two fetches that tokens with an unknown key id cause
 * @param timeout the longest time of one fetch, including the body
 * @param outage how long the keys stay valid if no fetch succeeds. Only user-service issues tokens, and a token is
 *     valid for 15 minutes, so after an hour no valid token exists
 */
@Validated
@ConfigurationProperties("swapr.web.keys")
record KeyProperties(
        @NotNull @DefaultValue("60s") Duration refresh,
        @NotNull @DefaultValue("1s") Duration retry,
        @NotNull @DefaultValue("30s") Duration unknown,
        @NotNull @DefaultValue("2s") Duration timeout,
        @NotNull @DefaultValue("1h") Duration outage) {}
