package swapr.messaging;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the outcomes of commands: counts all, and logs those that are parked. */
final class CommandOutcomes {

    private static final Logger log = LoggerFactory.getLogger(CommandOutcomes.class);

    private final Metrics metrics;

    CommandOutcomes(Metrics metrics) {
        this.metrics = metrics;
    }

    void count(String group, EventCodec.Event command, String outcome) {
        metrics.processed(List.of(new Metrics.Outcome(group, command.envelope(), outcome)));
    }

    void parked(String group, EventCodec.Event command, int attempts, Throwable failure) {
        log.error(
                "Parked {} of {} after {} attempts: {}",
                command.envelope().eventType(),
                command.envelope().aggregateId(),
                attempts,
                Failures.summary(failure),
                Failures.stackTrace(failure));
        metrics.deadLettered(command.record().topic());
        count(group, command, Inbox.PARKED);
    }
}
