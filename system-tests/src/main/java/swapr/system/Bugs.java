package swapr.system;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import swapr.system.Proxy.Weather;
import swapr.system.Scenarios.Attack;

/** The mistakes that {@link Planted} makes: where each is planted, what brings it out, and who has to notice. */
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
    private static final Duration A_WHILE = Duration.ofSeconds(12);

    private Bugs() {}

    private static Change plant(String process, String bug, String type, String method) {
        return new Change(process, "plant %s %s#%s".formatted(bug, type, method));
    }

    static List<Bug> all() {
        return List.of(
                control(),
                new Bug(
                        "acks=0",
                        "the relay does not wait for Kafka's acknowledgement",
                        List.of(plant("purchase", "acks-0", RELAY, "send(")),
                        site -> {
                            site.freeze("kafka", Duration.ofSeconds(3));
                            Waiting.pause(Duration.ofSeconds(2));
                            site.stopThenKill("kafka", Duration.ofSeconds(2));
                            site.start();
                        },
                        List.of("I12")),
                new Bug(
                        "offsets before the database",
                        "a consumer's offsets are committed before its transaction",
                        List.of(plant("listing", "early-offsets", CONSUMER, "onMessage(Ljava/util/List")),
                        Bugs::killListing,
                        List.of("I19", "I21")),
                new Bug(
                        "auto-commit",
                        "offsets move on by themselves, whatever became of the records",
                        List.of(plant("analytics", "auto-commit", CONSUMER, "onMessage(Ljava/util/List")),
                        Bugs::ownDatabaseTrouble,
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
                            site.mark("a rush on few listings");
                            site.load().contend(A_WHILE);
                        },
                        List.of("I14")),
                new Bug(
                        "outbox by cursor",
                        "the relay never looks below the highest position that it has seen",
                        List.of(plant("purchase", "cursor", RELAY, "publishOldest(")),
                        Bugs::rush,
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
                        Bugs::rush,
                        List.of("I14", "I17")),
                new Bug(
                        "delete before acknowledgement",
                        "rows leave the outbox before Kafka has them",
                        List.of(plant("purchase", "early-delete", RELAY, "send(")),
                        site -> {
                            Waiting.pause(Duration.ofSeconds(4));
                            site.kill("purchase");
                            site.start();
                        },
                        List.of("I12")),
                new Bug(
                        "no inbox",
                        "processed_events is not asked",
                        List.of(plant("listing", "no-inbox", "swapr.messaging.Inbox", "claim(")),
                        Bugs::everythingAgain,
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
                                plant("analytics", "poison", CONSUMER, "react("),
                                plant("analytics", "no-blocking", "swapr.messaging.Parking", "blocked(")),
                        Bugs::nothing,
                        List.of("I22")),
                new Bug(
                        "redrive to the topic",
                        "a redrive sends to the shared topic instead of running the consumer",
                        List.of(
                                plant("analytics", "poison", CONSUMER, "react("),
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
                        site -> site.load().regret(A_WHILE),
                        List.of("I4")),
                new Bug(
                        "refund twice",
                        "a refund is asked for under two keys, at a bank that does not look",
                        List.of(
                                plant("purchase", "refund-twice", "swapr.purchase.Bank", "post("),
                                plant("bank", "no-check", "swapr.local.Teller", "check(")),
                        site -> site.load().regret(A_WHILE),
                        List.of("I5")),
                new Bug(
                        "reserved again",
                        "a reservation does not look whether there is one",
                        List.of(plant("listing", "reserved-again", "swapr.listing.Listing", "reserve(")),
                        Bugs::rush,
                        List.of("I1", "I2")),
                new Bug(
                        "no key",
                        "events are sent without a key",
                        List.of(plant("purchase", "no-key", "swapr.messaging.Records", "event(")),
                        Bugs::nothing,
                        List.of("I14", "I16")),
                new Bug(
                        "mail on replay",
                        "what is read again is told again",
                        List.of(
                                plant("notification", "no-inbox", "swapr.messaging.Inbox", "claim("),
                                plant("notification", "another-id", "swapr.notification.Notifier", "idOf(")),
                        Bugs::everythingAgain,
                        List.of("I30")),
                new Bug(
                        "key ignored",
                        "POST /orders does not care for the Idempotency-Key",
                        List.of(plant("purchase", "key-ignored", "swapr.purchase.PlaceOrder", "place(")),
                        Bugs::nothing,
                        List.of("I8")),
                new Bug(
                        "synchronous_commit off",
                        "PostgreSQL says yes before it is on disk",
                        List.of(),
                        site -> {
                            site.sessions().commitLazily();
                            site.mark("synchronous_commit off");
                            Waiting.pause(Duration.ofSeconds(5));
                            site.kill("postgres");
                            site.start();
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
                        Bugs::ownDatabaseTrouble,
                        List.of("I22b")));
    }

    /** No bug at all, and the trouble that brings out the others: an oracle that breaks here would prove nothing there. */
    private static Bug control() {
        return new Bug(
                "none, as control",
                "nothing is planted, everything is tried",
                List.of(),
                site -> {
                    rush(site);
                    site.load().regret(A_WHILE);
                    site.load().contend(A_WHILE);
                    killListing(site);
                    site.jvms().crashAt("analytics", "swapr.messaging.Handler#handle:exit:5");
                    ownDatabaseTrouble(site);
                    site.kill("postgres");
                    site.stopThenKill("kafka", Duration.ofSeconds(2));
                    site.start();
                    everythingAgain(site);
                },
                List.of());
    }

    private static void nothing(Site site) {
        site.mark("the bug itself");
        Waiting.pause(A_WHILE);
    }

    private static void rush(Site site) {
        for (var i = 0; i < 3; i++) {
            site.mark("100 orders for one listing");
            site.load().rush(100);
        }
    }

    private static void killListing(Site site) {
        Waiting.pause(Duration.ofSeconds(5));
        site.kill("listing");
        site.start();
    }

    /** The others go on, so that there is always something to read. */
    private static void ownDatabaseTrouble(Site site) {
        site.jvms().through("postgres", List.of("analytics"), proxy -> {
            site.sessions().cut();
            site.jvms().weather(proxy, new Weather.Refusing(), A_WHILE);
        });
    }

    private static void everythingAgain(Site site) {
        Waiting.pause(Duration.ofSeconds(6));
        site.tamper("everything sent again", 1, tampering -> tampering.again(1));
        Waiting.pause(Duration.ofSeconds(3));
    }
}
