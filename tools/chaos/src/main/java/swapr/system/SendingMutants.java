package swapr.system;

import java.time.Duration;
import java.util.List;
import swapr.system.Mutants.Bug;
import swapr.system.Mutants.Change;

/** Mutants of the publishing side: the event log, the outbox, the relay, and the records. */
final class SendingMutants {

    private static final String RELAY = "swapr.messaging.Relay";
    private static final String SENDER = "swapr.messaging.BatchSender";

    private SendingMutants() {}

    static List<Bug> all() {
        return List.of(
                new Bug(
                        "acks=0",
                        "the relay does not wait for Kafka's acknowledgement",
                        List.of(Change.plant("purchase", "acks-0", SENDER, "send(")),
                        context -> {
                            context.processes().freeze("kafka", Duration.ofSeconds(3));
                            Waiting.pause(Duration.ofSeconds(2));
                            context.processes().freezeThenKill("kafka", Duration.ofSeconds(2));
                            context.processes().start();
                        },
                        List.of("I12")),
                new Bug(
                        "outbox by transaction id",
                        "the relay sends the outbox in the order of transaction ids",
                        List.of(
                                Change.plant("listing", "slow-relay", RELAY, "publishOldest("),
                                Change.plant("listing", "slow-handler", "swapr.messaging.HandlerMethod", "handle("),
                                new Change(
                                        "listing",
                                        "write swapr.messaging.EventOutbox|order by o.position"
                                                + "|order by o.xmin::text::bigint, o.position")),
                        context -> {
                            context.timeline().mark("many orders for few listings");
                            context.load().contend(Triggers.A_WHILE);
                        },
                        List.of("I14")),
                new Bug(
                        "outbox by cursor",
                        "the relay skips outbox positions below the highest one that it has read",
                        List.of(Change.plant("purchase", "cursor", RELAY, "publishOldest(")),
                        Triggers::rush,
                        List.of("I12")),
                new Bug(
                        "no leader",
                        "two relays send at the same time",
                        List.of(
                                new Change("purchase", "write swapr.messaging.Leadership|for update skip locked|"),
                                Change.plant("purchase", "two-relays", RELAY, "publishOldest(")),
                        Triggers::rush,
                        List.of("I14", "I17")),
                new Bug(
                        "delete before acknowledgement",
                        "outbox rows are deleted before Kafka acknowledges the records",
                        List.of(Change.plant("purchase", "early-delete", SENDER, "send(")),
                        context -> {
                            Waiting.pause(Duration.ofSeconds(4));
                            context.processes().kill("purchase");
                            context.processes().start();
                        },
                        List.of("I12")),
                new Bug(
                        "no key",
                        "records are sent without a key",
                        List.of(Change.plant("purchase", "no-key", "swapr.messaging.EventOutbox", "toRecord(")),
                        Triggers::nothing,
                        List.of("I14", "I16")),
                new Bug(
                        "append outside",
                        "events are appended in another transaction than the change",
                        List.of(Change.plant(
                                "listing",
                                "append-outside",
                                "swapr.messaging.PostgresEventLog",
                                "append(Ljava/lang/String;J[")),
                        context -> context.jvms().crashAt("listing", "swapr.listing.WhenOrderPlaced#reserve:exit:3"),
                        List.of("I18", "I19", "I20b")));
    }
}
