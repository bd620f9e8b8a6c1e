package swapr.system;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import swapr.system.Scenarios.Attack;

/** The mistakes that {@link Planted} makes: where each is planted, what provokes it, and who has to notice. */
final class Bugs {

    /** A change for the JVMs of one process. */
    record Change(String process, String how) {}

    /** @param caughtBy numbers of invariants; one of them has to break. Without any, nothing may */
    record Bug(String name, String story, List<Change> changes, Attack attack, List<String> caughtBy) {

        /** Whether the oracle has said what it had to. */
        boolean judgedRightly(List<String> broken) {
            return caughtBy.isEmpty() ? broken.isEmpty() : !Collections.disjoint(broken, caughtBy);
        }
    }

    private static final String RELAY = "swapr.messaging.Relay";
    private static final String CONSUMER = "swapr.messaging.EventConsumer";

    private Bugs() {}

    private static Change plant(String process, String bug, String type, String method) {
        return new Change(process, "plant %s %s#%s".formatted(bug, type, method));
    }

    static List<Bug> all() {
        return List.of(
                new Bug(
                        "none, as control",
                        "nothing is planted, everything is tried",
                        List.of(),
                        Provocations::everything,
                        List.of()),
                new Bug(
                        "acks=0",
                        "the relay does not wait for Kafka's acknowledgement",
                        List.of(plant("purchase", "acks-0", RELAY, "send(")),
                        site -> {
                            site.processes().freeze("kafka", Duration.ofSeconds(3));
                            Waiting.pause(Duration.ofSeconds(2));
                            site.processes().freezeThenKill("kafka", Duration.ofSeconds(2));
                            site.processes().start();
                        },
                        List.of("I12")),
                new Bug(
                        "offsets before the database",
                        "a consumer's offsets are committed before its transaction",
                        List.of(plant("listing", "early-offsets", CONSUMER, "onMessage(Ljava/util/List")),
                        Provocations::killListing,
                        List.of("I19", "I21")),
                new Bug(
                        "auto-commit",
                        "offsets move on by themselves, whatever became of the records",
                        List.of(plant("analytics", "auto-commit", CONSUMER, "onMessage(Ljava/util/List")),
                        Provocations::ownDatabaseTrouble,
                        List.of("I19", "I21")),
                new Bug(
                        "outbox by transaction id",
                        "the outbox is sent in the order of transaction ids",
                        List.of(
                                plant("listing", "slow-relay", RELAY, "publishOldest("),
                                plant("listing", "slow-handler", "swapr.messaging.Handler", "handle("),
                                new Change(
                                        "listing",
                                        "write %s|order by o.position|order by o.xmin::text::bigint, o.position"
                                                .formatted(RELAY))),
                        site -> {
                            site.timeline().mark("a rush on few listings");
                            site.load().contend(Provocations.A_WHILE);
                        },
                        List.of("I14")),
                new Bug(
                        "outbox by cursor",
                        "the relay never looks below the highest position that it has seen",
                        List.of(plant("purchase", "cursor", RELAY, "publishOldest(")),
                        Provocations::rush,
                        List.of("I12")),
                new Bug(
                        "no leader",
                        "two relays send at once",
                        List.of(
                                new Change(
                                        "purchase",
                                        "write %s|select pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.relay', 0))|select true"
                                                .formatted(RELAY)),
                                plant("purchase", "two-relays", RELAY, "publishOldest(")),
                        Provocations::rush,
                        List.of("I14", "I17")),
                new Bug(
                        "delete before acknowledgement",
                        "rows leave the outbox before Kafka has them",
                        List.of(plant("purchase", "early-delete", RELAY, "send(")),
                        site -> {
                            Waiting.pause(Duration.ofSeconds(4));
                            site.processes().kill("purchase");
                            site.processes().start();
                        },
                        List.of("I12")),
                new Bug(
                        "no inbox",
                        "processed_events is not asked",
                        List.of(plant("listing", "no-inbox", "swapr.messaging.Inbox", "claim(")),
                        Provocations::everythingAgain,
                        List.of("I20b")),
                new Bug(
                        "inbox outside",
                        "processed_events is written in a transaction of its own",
                        List.of(plant("analytics", "inbox-outside", "swapr.messaging.Inbox", "claim(")),
                        site -> site.jvms().crashAt("analytics", "swapr.messaging.Handler#handle:exit:5"),
                        List.of("I26")),
                new Bug(
                        "no blocking",
                        "the successors of a parked event are applied",
                        List.of(
                                plant("analytics", "poison", "swapr.messaging.Handling", "run("),
                                plant("analytics", "no-blocking", "swapr.messaging.Parking", "blocked(")),
                        Provocations::nothing,
                        List.of("I22")),
                new Bug(
                        "redrive to the topic",
                        "a redrive sends to the shared topic instead of running the consumer",
                        List.of(
                                plant("analytics", "poison", "swapr.messaging.Handling", "run("),
                                plant("analytics", "shared-redrive", "swapr.messaging.Redrive", "apply(")),
                        site -> {
                            Waiting.pause(Duration.ofSeconds(5));
                            site.operator().redriveAll("analytics");
                        },
                        List.of("I17", "I19")),
                new Bug(
                        "no refund",
                        "an order that is cancelled while it is paid keeps the money",
                        List.of(plant("purchase", "no-refund", "swapr.purchase.Order", "request(")),
                        site -> site.load().regret(Provocations.A_WHILE),
                        List.of("I4")),
                new Bug(
                        "refund twice",
                        "a refund is asked for under two keys, at a bank that does not look",
                        List.of(
                                plant("purchase", "refund-twice", "swapr.purchase.Bank", "post("),
                                plant("bank", "no-check", "swapr.local.Teller", "check(")),
                        site -> site.load().regret(Provocations.A_WHILE),
                        List.of("I5")),
                new Bug(
                        "reserved again",
                        "a reservation does not look whether there is one",
                        List.of(plant("listing", "reserved-again", "swapr.listing.Listing", "reserve(")),
                        Provocations::rush,
                        List.of("I1", "I2")),
                new Bug(
                        "no key",
                        "events are sent without a key",
                        List.of(plant("purchase", "no-key", "swapr.messaging.Records", "event(")),
                        Provocations::nothing,
                        List.of("I14", "I16")),
                new Bug(
                        "mail on replay",
                        "what is read again is told again",
                        List.of(
                                plant("notification", "no-inbox", "swapr.messaging.Inbox", "claim("),
                                plant("notification", "another-id", "swapr.notification.Notifier", "idOf(")),
                        Provocations::everythingAgain,
                        List.of("I30")),
                new Bug(
                        "key ignored",
                        "POST /orders does not care for the Idempotency-Key",
                        List.of(plant("purchase", "key-ignored", "swapr.purchase.PlaceOrder", "place(")),
                        Provocations::nothing,
                        List.of("I8")),
                new Bug(
                        "synchronous_commit off",
                        "PostgreSQL says yes before it is on disk",
                        List.of(),
                        site -> {
                            site.sessions().commitLazily();
                            site.timeline().mark("synchronous_commit off");
                            Waiting.pause(Duration.ofSeconds(5));
                            site.processes().kill("postgres");
                            site.processes().start();
                        },
                        List.of("I8", "I12", "I13", "I14", "I19")),
                new Bug(
                        "append outside",
                        "events are published in a transaction of their own",
                        List.of(plant(
                                "listing",
                                "append-outside",
                                "swapr.messaging.PostgresEventLog",
                                "append(Ljava/lang/String;J[")),
                        site -> site.jvms().crashAt("listing", "swapr.listing.WhenOrderPlaced#reserve:exit:3"),
                        List.of("I18", "I19", "I20b")),
                new Bug(
                        "parked by an outage",
                        "trouble with the database is taken for a bad event",
                        List.of(
                                plant(
                                        "analytics",
                                        "not-infrastructure",
                                        "swapr.messaging.Failures",
                                        "isInfrastructure("),
                                plant("analytics", "permanent", "swapr.messaging.Failures", "isPermanent("),
                                plant("analytics", "slow-parking", CONSUMER, "park(")),
                        Provocations::ownDatabaseTrouble,
                        List.of("I22b")));
    }
}
