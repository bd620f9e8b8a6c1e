package swapr.system;

import java.time.Duration;
import java.util.List;
import swapr.system.Mutants.Bug;
import swapr.system.Mutants.Change;

/** Mistakes in what leaves a service: the outbox, its relay, and the records. */
final class SendingMutants {

    private static final String RELAY = "swapr.messaging.Relay";

    private SendingMutants() {}

    static List<Bug> all() {
        return List.of(
                new Bug(
                        "acks=0",
                        "the relay does not wait for Kafka's acknowledgement",
                        List.of(Change.plant("purchase", "acks-0", RELAY, "send(")),
                        context -> {
                            context.processes().freeze("kafka", Duration.ofSeconds(3));
                            Waiting.pause(Duration.ofSeconds(2));
                            context.processes().freezeThenKill("kafka", Duration.ofSeconds(2));
                            context.processes().start();
                        },
                        List.of("I12")),
                new Bug(
                        "outbox by transaction id",
                        "the outbox is sent in the order of transaction ids",
                        List.of(
                                Change.plant("listing", "slow-relay", RELAY, "publishOldest("),
                                Change.plant("listing", "slow-handler", "swapr.messaging.HandlerMethod", "handle("),
                                new Change(
                                        "listing",
                                        "write swapr.messaging.EventOutbox|order by o.position|order by o.xmin::text::bigint, o.position")),
                        context -> {
                            context.timeline().mark("a rush on few listings");
                            context.load().contend(Triggers.A_WHILE);
                        },
                        List.of("I14")),
                new Bug(
                        "outbox by cursor",
                        "the relay never looks below the highest position that it has seen",
                        List.of(Change.plant("purchase", "cursor", RELAY, "publishOldest(")),
                        Triggers::rush,
                        List.of("I12")),
                new Bug(
                        "no leader",
                        "two relays send at once",
                        List.of(
                                new Change("purchase", "write %s|for update skip locked|".formatted(RELAY)),
                                Change.plant("purchase", "two-relays", RELAY, "publishOldest(")),
                        Triggers::rush,
                        List.of("I14", "I17")),
                new Bug(
                        "delete before acknowledgement",
                        "rows leave the outbox before Kafka has them",
                        List.of(Change.plant("purchase", "early-delete", RELAY, "send(")),
                        context -> {
                            Waiting.pause(Duration.ofSeconds(4));
                            context.processes().kill("purchase");
                            context.processes().start();
                        },
                        List.of("I12")),
                new Bug(
                        "no key",
                        "events are sent without a key",
                        List.of(Change.plant("purchase", "no-key", "swapr.messaging.RecordFactory", "event(")),
                        Triggers::nothing,
                        List.of("I14", "I16")),
                new Bug(
                        "append outside",
                        "events are published in a transaction of their own",
                        List.of(Change.plant(
                                "listing",
                                "append-outside",
                                "swapr.messaging.PostgresEventLog",
                                "append(Ljava/lang/String;J[")),
                        context -> context.jvms().crashAt("listing", "swapr.listing.WhenOrderPlaced#reserve:exit:3"),
                        List.of("I18", "I19", "I20b")));
    }
}
