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
 * The settings of a service under {@code swapr.messaging}. Only the topic has no default.
 *
 * @param topic the topic of this service's events
 * @param partitions the number of partitions of every topic that this service creates
 * @param replicas the number of replicas of every topic that this service creates; -1 uses the broker's default
 * @param lagInterval the time between two requests to the broker for the lag of this service's readers
 * @param projections the consumer of each projection, and the tables that only this consumer writes
 * @param retired versions of types that this service no longer publishes, such as {@code PriceReduced.v1}; it still
 *     reads them in its own event log
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
     * The settings of the relays.
     *
     * @param batch the largest number of records that one transaction sends and deletes
     * @param poll how long an idle relay sleeps without a wake-up; only events that another instance committed, or that
     *     were committed just before a crash, wait for it
     * @param ackTimeout how long a relay waits for the broker before it starts again; it must stay below the database's
     *     {@code idle_in_transaction_session_timeout}, 15 s
     */
    record Outbox(
            @DefaultValue("1000") @Positive int batch,
            @DefaultValue("500ms") Duration poll,
            @DefaultValue("10s") Duration ackTimeout) {}

    /**
     * The retries of a failing reaction, before its event is parked.
     *
     * @param attempts the number of attempts, including the first
     * @param pause the pause before the second attempt; it doubles each time, with jitter
     */
    record Retry(
            @DefaultValue("4") @Positive int attempts,
            @DefaultValue("100ms") Duration pause) {}

    /**
     * The workers of a work queue, and the retries of a failing command before it is parked.
     *
     * @param workers the number of workers per queue; each is a share consumer
     * @param batch the largest number of commands that a worker fetches at once
     * @param handOverAfter after this time a worker hands a running command over to the database and fetches the next
     *     ones. A usual call of the bank or the mail server takes tens of milliseconds. A hand-over costs three
     *     statements
     * @param atOnce how many new commands of one queue run at once in this instance; not less than {@code batch}. A
     *     second limit of the same size holds for commands of all queues that are tried again. Each command is a
     *     virtual thread that mostly waits for the network. It needs a database connection for some milliseconds
     * @param lease how long no other caller runs a command that was handed over or is tried again. It must be longer
     *     than any handler runs, otherwise a command runs twice at once. After a crash a command waits for the end of
     *     its lease
     * @param attempts the number of attempts; with pauses up to {@code maxPause} the default outlasts an outage of an
     *     hour
     * @param pause the pause before the second attempt; it doubles each time, with jitter, up to {@code maxPause}
     * @param maxPause the longest pause between two attempts
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

        /** The pause after so many failed attempts of a command. */
        Duration pauseAfter(int attempts) {
            return Pauses.after(attempts, pause, maxPause);
        }
    }
}
