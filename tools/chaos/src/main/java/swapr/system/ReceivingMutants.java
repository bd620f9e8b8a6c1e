package swapr.system;

import java.time.Duration;
import java.util.List;
import swapr.system.Mutants.Bug;
import swapr.system.Mutants.Change;

/** Mutants of the consumers: offsets, inbox, parking and redrive. */
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
                        "offsets are committed even if the processing failed",
                        List.of(Change.plant("analytics", "auto-commit", CONSUMER, "onMessage(Ljava/util/List")),
                        Triggers::ownDatabaseTrouble,
                        List.of("I19", "I21")),
                new Bug(
                        "no inbox",
                        "the inbox is ignored, so that an event is applied again",
                        List.of(Change.plant("listing", "no-inbox", "swapr.messaging.Inbox", "claim(")),
                        Triggers::everythingAgain,
                        List.of("I20b")),
                new Bug(
                        "inbox outside",
                        "the inbox row is written in another transaction",
                        List.of(Change.plant("analytics", "inbox-outside", "swapr.messaging.Inbox", "claim(")),
                        context -> context.jvms().crashAt("analytics", "swapr.messaging.HandlerMethod#handle:exit:5"),
                        List.of("I26")),
                new Bug(
                        "no blocking",
                        "the events behind a parked event are applied",
                        List.of(
                                Change.plant("analytics", "poison", "swapr.messaging.HandlerMethod", "handle("),
                                Change.plant(
                                        "analytics", "no-blocking", "swapr.messaging.DeadLetterStore", "blocked(")),
                        Triggers::nothing,
                        List.of("I22")),
                new Bug(
                        "redrive to the topic",
                        "a redrive sends the record to the shared topic instead of the failed consumer",
                        List.of(
                                Change.plant("analytics", "poison", "swapr.messaging.HandlerMethod", "handle("),
                                Change.plant("analytics", "shared-redrive", "swapr.messaging.RedriveOfOne", "apply(")),
                        context -> {
                            Waiting.pause(Duration.ofSeconds(5));
                            context.operator().redriveAll("analytics");
                        },
                        List.of("I17", "I19")),
                new Bug(
                        "parked by an outage",
                        "an event is parked because of an outage of the database",
                        List.of(
                                Change.plant(
                                        "analytics",
                                        "not-infrastructure",
                                        "swapr.messaging.Failures",
                                        "isInfrastructure("),
                                Change.plant("analytics", "permanent", "swapr.messaging.Failures", "isPermanent("),
                                Change.plant("analytics", "slow-parking", "swapr.messaging.FailedRecords", "park(")),
                        Triggers::ownDatabaseTrouble,
                        List.of("I22b")));
    }
}
