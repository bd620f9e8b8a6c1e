package swapr.system;

import java.time.Duration;
import java.util.List;
import swapr.system.Mutants.Bug;
import swapr.system.Mutants.Change;

/** Mistakes in what a consumer does with what it is given. */
final class ReceivingMutants {

    private static final String CONSUMER = "swapr.messaging.EventBatchListener";

    private ReceivingMutants() {}

    static List<Bug> all() {
        return List.of(
                new Bug(
                        "offsets before the database",
                        "a consumer's offsets are committed before its transaction",
                        List.of(Change.plant("listing", "early-offsets", CONSUMER, "onMessage(Ljava/util/List")),
                        Triggers::killListing,
                        List.of("I19", "I21")),
                new Bug(
                        "auto-commit",
                        "offsets move on by themselves, whatever became of the records",
                        List.of(Change.plant("analytics", "auto-commit", CONSUMER, "onMessage(Ljava/util/List")),
                        Triggers::ownDatabaseTrouble,
                        List.of("I19", "I21")),
                new Bug(
                        "no inbox",
                        "processed_events is not asked",
                        List.of(Change.plant("listing", "no-inbox", "swapr.messaging.Inbox", "claim(")),
                        Triggers::everythingAgain,
                        List.of("I20b")),
                new Bug(
                        "inbox outside",
                        "processed_events is written in a transaction of its own",
                        List.of(Change.plant("analytics", "inbox-outside", "swapr.messaging.Inbox", "claim(")),
                        context -> context.jvms().crashAt("analytics", "swapr.messaging.HandlerMethod#handle:exit:5"),
                        List.of("I26")),
                new Bug(
                        "no blocking",
                        "the successors of a parked event are applied",
                        List.of(
                                Change.plant("analytics", "poison", "swapr.messaging.HandlerInvoker", "run("),
                                Change.plant("analytics", "no-blocking", "swapr.messaging.Parking", "blocked(")),
                        Triggers::nothing,
                        List.of("I22")),
                new Bug(
                        "redrive to the topic",
                        "a redrive sends to the shared topic instead of running the consumer",
                        List.of(
                                Change.plant("analytics", "poison", "swapr.messaging.HandlerInvoker", "run("),
                                Change.plant("analytics", "shared-redrive", "swapr.messaging.Redrive", "apply(")),
                        context -> {
                            Waiting.pause(Duration.ofSeconds(5));
                            context.operator().redriveAll("analytics");
                        },
                        List.of("I17", "I19")),
                new Bug(
                        "parked by an outage",
                        "trouble with the database is taken for a bad event",
                        List.of(
                                Change.plant(
                                        "analytics",
                                        "not-infrastructure",
                                        "swapr.messaging.Failures",
                                        "isInfrastructure("),
                                Change.plant("analytics", "permanent", "swapr.messaging.Failures", "isPermanent("),
                                Change.plant("analytics", "slow-parking", CONSUMER, "park(")),
                        Triggers::ownDatabaseTrouble,
                        List.of("I22b")));
    }
}
