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
import org.springframework.util.Assert;
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
     * @param handOverAfter a command that runs longer goes on without its worker, which then fetches the next ones. An ordinary
     *     call of the bank or the mail server takes tens of milliseconds; a hand-over costs three statements
     * @param atOnce how many new commands of one queue run at once in this instance, and as many that are tried again; not less
     *     than {@code batch}. Each is a virtual thread that mostly waits for the network, and needs a database connection for
     *     some milliseconds
     * @param lease so long nobody else runs a command that was handed over or is tried again. Longer than any handler runs,
     *     or a command runs twice at once; after a crash the command waits for its end
     * @param attempts in all; with pauses up to {@code maxPause} the default outlasts an hour of outage
     * @param pause before the second attempt; it doubles each time, with jitter, up to {@code maxPause}
     */
    record Work(
            @DefaultValue("2") @Positive int workers,
            @DefaultValue("10") @Positive int batch,
            @DefaultValue("500ms") Duration handOverAfter,
            @DefaultValue("100") @Positive int atOnce,
            @DefaultValue("60s") Duration lease,
            @DefaultValue("150") @Positive int attempts,
            @DefaultValue("500ms") Duration pause,
            @DefaultValue("30s") Duration maxPause) {

        Work {
            Assert.isTrue(
                    atOnce >= batch, "swapr.messaging.work.at-once must not be less than swapr.messaging.work.batch");
        }
    }
}
