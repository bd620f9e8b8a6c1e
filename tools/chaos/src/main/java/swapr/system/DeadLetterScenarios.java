package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import swapr.system.Scenarios.Scenario;

/**
 * Ends listing-service at each step of a dead letter. Some steps park an unreadable event and two more of its key. The
 * others discard the first event and redrive the two.
 */
final class DeadLetterScenarios {

    private static final String MESSAGING = "swapr.messaging.";

    private static final List<String> WHILE_PARKING = List.of(
            "DeadLetterStore#keep:enter:1",
            "DeadLetterStore#keep:exit:1",
            "FailedRecords#park:exit:1",
            "BatchProcessor#queue:exit:1");

    private static final List<String> WHILE_DISCARDING = List.of(
            "DeadLetterStore#lock:exit:1",
            "Inbox#settle:exit:1",
            "DeadLetterStore#close:exit:1",
            "DeadLettersEndpoint#discard:exit:1",
            "DeadLetterStore#start:exit:1",
            "Redrive#apply:exit:1",
            "Redrive#redrive:exit:1");

    private static final Duration SOON = Duration.ofSeconds(40);

    private DeadLetterScenarios() {}

    static List<Scenario> all() {
        int points = WHILE_PARKING.size() + WHILE_DISCARDING.size();
        return List.of(new Scenario(
                        "dead-letter-points",
                        "listing-service ends at each of %d steps of a dead letter".formatted(points),
                        (long) points * Scenarios.BATCH,
                        0,
                        DeadLetterScenarios::attack)
                .seenIn("dead letters"));
    }

    private static void attack(ChaosContext context) {
        for (var moment : WHILE_PARKING) {
            var user = new UnreadableUser(context);
            context.jvms().crashAt("listing", MESSAGING + moment, user::publish);
            user.awaitEnd();
        }
        for (var moment : WHILE_DISCARDING) {
            var user = new UnreadableUser(context);
            user.publish();
            user.awaitParked();
            context.jvms()
                    .crashAt(
                            "listing",
                            MESSAGING + moment,
                            () -> Thread.ofVirtual().start(user::tryToDiscard));
            user.awaitEnd();
        }
        context.operator().discard("written by ./swapr chaos"); // notification-service parked the events, too
    }

    /** A user with an unreadable first event, followed by two changes of the name. */
    private static final class UnreadableUser {

        private final ChaosContext context;
        private final String id = java.util.UUID.randomUUID().toString();

        UnreadableUser(ChaosContext context) {
            this.context = context;
        }

        void publish() {
            context.tamper("an unreadable event and two more of its key", 1, topics -> topics.poison(id));
        }

        private long count(String statuses) {
            return context.sessions()
                    .count("select count(*) from listing.dead_letters where sequence_key = 'user:%s' and status in (%s)"
                            .formatted(id, statuses));
        }

        void awaitParked() {
            context.expect(
                    Waiting.until(SOON, () -> count("'PARKED'") == 1 && count("'WAITING'") == 2),
                    "the event and the two behind it were not parked");
        }

        private int discard() {
            long head = context.sessions()
                    .count("select coalesce(min(id), 0) from listing.dead_letters where sequence_key = 'user:%s'"
                            .formatted(id));
            return Http.call(
                            "DELETE",
                            "%s/actuator/deadletters/%d?reason=planted"
                                    .formatted(context.marketplace().managementUrl("listing"), head),
                            null,
                            Map.of(
                                    "Authorization",
                                    "Bearer " + context.marketplace().operatorToken()))
                    .status();
        }

        void tryToDiscard() {
            try {
                discard();
            } catch (UncheckedIOException | IllegalStateException e) {
                context.timeline().note("the discard got no response");
            }
        }

        /** The first event is discarded once. The others are applied once, in order. */
        void awaitEnd() {
            context.expect(
                    Waiting.until(SOON, () -> count("'PARKED', 'WAITING', 'DISCARDED', 'RESOLVED'") == 3),
                    "the three events were not parked");
            boolean ended = Waiting.until(SOON, () -> {
                if (count("'DISCARDED'") == 0) {
                    discard();
                }
                return count("'DISCARDED'") == 1 && count("'RESOLVED'") == 2;
            });
            context.expect(ended, "the dead letters of user:%s were not all closed".formatted(id));
            long applied = context.sessions().count("""
                    select count(*)
                    from listing.processed_events p join listing.dead_letters d using (consumer, event_id)
                    where d.sequence_key = 'user:%s'
                      and (p.outcome, d.status) in (('discarded', 'DISCARDED'), ('applied', 'RESOLVED'))
                    """.formatted(id));
            context.expect(applied == 3, "inbox and dead letters of user:%s do not agree".formatted(id));
        }
    }
}
