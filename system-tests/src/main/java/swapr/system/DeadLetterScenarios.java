package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import swapr.system.Scenarios.Scenario;

/**
 * Kills listing-service at each step in the life of a dead letter: while an event that nobody can read is parked and two
 * of its key queue up behind it, and while an operator discards it and the two are run.
 */
final class DeadLetterScenarios {

    private static final String MESSAGING = "swapr.messaging.";

    private static final List<String> WHILE_PARKING =
            List.of("Parking#keep:enter:1", "Parking#keep:exit:1", "EventConsumer#park:exit:1", "Parking#queue:exit:1");

    private static final List<String> WHILE_ENDING = List.of(
            "DeadLetters#lock:exit:1",
            "Inbox#settle:exit:1",
            "DeadLetters#close:exit:1",
            "DeadLettersEndpoint#discard:exit:1",
            "DeadLetters#start:exit:1",
            "Redrive#apply:exit:1",
            "Redrive#redrive:exit:1");

    private static final Duration SOON = Duration.ofSeconds(40);

    private DeadLetterScenarios() {}

    static List<Scenario> all() {
        int points = WHILE_PARKING.size() + WHILE_ENDING.size();
        return List.of(new Scenario(
                        "dead-letter-points",
                        "listing-service dies at %d moments in the life of a dead letter".formatted(points),
                        (long) points * Scenarios.BATCH,
                        0,
                        DeadLetterScenarios::attack)
                .seenIn("dead letters"));
    }

    private static void attack(ChaosContext context) {
        for (var moment : WHILE_PARKING) {
            var user = new Stranger(context);
            context.jvms().crashAt("listing", MESSAGING + moment, user::appears);
            user.ends();
        }
        for (var moment : WHILE_ENDING) {
            var user = new Stranger(context);
            user.appears();
            user.isKept();
            context.jvms()
                    .crashAt(
                            "listing",
                            MESSAGING + moment,
                            () -> Thread.ofVirtual().start(user::discardOrDie));
            user.ends();
        }
        context.operator().discard("written by ./swapr chaos"); // notification-service has them, too
    }

    /** Somebody whose first event cannot be read, and who changes the name twice afterwards. */
    private static final class Stranger {

        private final ChaosContext context;
        private final String id = java.util.UUID.randomUUID().toString();

        Stranger(ChaosContext context) {
            this.context = context;
        }

        void appears() {
            context.tamper("an event that nobody can read, and two of its key", 1, tampering -> tampering.poison(id));
        }

        private long count(String statuses) {
            return context.sessions()
                    .count("select count(*) from listing.dead_letters where sequence_key = 'user:%s' and status in (%s)"
                            .formatted(id, statuses));
        }

        void isKept() {
            context.expect(
                    Waiting.until(SOON, () -> count("'PARKED'") == 1 && count("'WAITING'") == 2),
                    "the event and the two behind it were not kept");
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

        void discardOrDie() {
            try {
                discard();
            } catch (UncheckedIOException | IllegalStateException e) {
                context.timeline().note("the discard got no answer");
            }
        }

        /** Whatever died meanwhile: the first is discarded once, the others are applied once, in their order. */
        void ends() {
            context.expect(
                    Waiting.until(SOON, () -> count("'PARKED', 'WAITING', 'DISCARDED', 'RESOLVED'") == 3),
                    "the three were not kept");
            boolean ended = Waiting.until(SOON, () -> {
                if (count("'DISCARDED'") == 0) {
                    discard();
                }
                return count("'DISCARDED'") == 1 && count("'RESOLVED'") == 2;
            });
            context.expect(ended, "user:%s has not come to its end".formatted(id));
            long applied = context.sessions()
                    .count(
                            "select count(*) from listing.processed_events p join listing.dead_letters d using (consumer, event_id) where d.sequence_key = 'user:%s' and (p.outcome, d.status) in (('discarded', 'DISCARDED'), ('applied', 'RESOLVED'))"
                                    .formatted(id));
            context.expect(applied == 3, "inbox and dead letters of user:%s do not agree".formatted(id));
        }
    }
}
