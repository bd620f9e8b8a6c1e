package swapr.messaging;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a service may set under {@code swapr.messaging}; only the topic has no default.
 *
 * @param topic the topic of this service's events
 * @param partitions of every topic this service creates
 * @param replicas of every topic this service creates; -1 leaves it to the broker
 * @param lagInterval how often the broker is asked for the lag of this service's readers
 * @param projections rebuildable read models: the consumer and the tables it alone writes
 * @param retired versions of types that this service publishes no longer, like {@code PriceReduced.v1}; it still reads
 *     them in its own log
 */
@Validated
@ConfigurationProperties("swapr.messaging")
record MessagingProperties(
        @NotBlank String topic,
        @DefaultValue("6") @Positive int partitions,
        @DefaultValue("-1") short replicas,
        @DefaultValue("5s") Duration lagInterval,
        @DefaultValue Map<String, List<String>> projections,
        @DefaultValue Set<@Pattern(regexp = "[A-Za-z]+\\.v[1-9][0-9]*") String> retired,
        @DefaultValue Outbox outbox,
        @DefaultValue Retry retry,
        @DefaultValue Work work) {

    /**
     * @param batch records sent and deleted in one transaction, at most
     * @param poll how long an idle relay sleeps when nothing wakes it: only events committed by another instance, or
     *     just before a crash, ever wait for it
     * @param ackTimeout how long to wait for the broker before starting over; must stay below the database's
     *     {@code idle_in_transaction_session_timeout}, 15 s
     */
    record Outbox(
            @DefaultValue("1000") @Positive int batch,
            @DefaultValue("500ms") Duration poll,
            @DefaultValue("10s") Duration ackTimeout) {}

    /**
     * How a failing reaction is tried again before its event is parked.
     *
     * @param attempts in all, including the first
     * @param pause before the second attempt; it doubles each time, with jitter
     */
    record Retry(
            @DefaultValue("4") @Positive int attempts,
            @DefaultValue("100ms") Duration pause) {}

    /**
     * How a failing command of a work queue is tried again before it is parked.
     *
     * @param workers share consumers per queue; each handles up to {@code batch} commands at a time
     * @param attempts in all; with pauses up to {@code maxPause} the default outlasts an hour of outage
     * @param pause before the second attempt; it doubles each time, with jitter, up to {@code maxPause}
     */
    record Work(
            @DefaultValue("2") @Positive int workers,
            @DefaultValue("10") @Positive int batch,
            @DefaultValue("150") @Positive int attempts,
            @DefaultValue("500ms") Duration pause,
            @DefaultValue("30s") Duration maxPause) {}
}
