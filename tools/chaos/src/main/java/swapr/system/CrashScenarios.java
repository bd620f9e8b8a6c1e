package swapr.system;

import static swapr.system.Scenarios.BATCH;
import static swapr.system.Scenarios.SERVICES;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import swapr.system.Scenarios.Scenario;

/** Killed processes, at random times and at exact points in the code. */
final class CrashScenarios {

    private static final int TIMES = 2;
    private static final int KILLS = 3;
    private static final Duration A_SERVICE = Duration.ofSeconds(20);

    private static final Duration ALL_SERVICES = Duration.ofSeconds(60);

    private CrashScenarios() {}

    static List<Scenario> all() {
        var killed = SERVICES.stream().map(CrashScenarios::killed);
        return Stream.concat(
                        killed,
                        Stream.of(
                                crashed(
                                                "committed-unsent",
                                                "purchase-service ends after a commit, before the relay sends it",
                                                "purchase",
                                                "swapr.messaging.BatchSender#send:enter:5",
                                                0)
                                        .inShortSet(),
                                crashed(
                                                "sent-undeleted",
                                                "purchase-service ends after a send, before it deletes the outbox row",
                                                "purchase",
                                                "swapr.messaging.BatchSender#send:exit:5",
                                                0)
                                        .inShortSet(),
                                crashed(
                                        "reacted-uncommitted",
                                        "listing-service ends inside the transaction of a reaction",
                                        "listing",
                                        "swapr.messaging.HandlerMethod#handle:exit:5",
                                        0),
                                crashed(
                                        "committed-unacknowledged",
                                        "listing-service ends after the database commit, before the offset commit",
                                        "listing",
                                        "swapr.messaging.EventBatchListener#applyInTransaction:exit:5",
                                        0),
                                crashed(
                                                "charged-unnoted",
                                                "purchase-service ends after a charge, before it stores the result",
                                                "purchase",
                                                "swapr.purchase.Bank$Call#charge:exit:3",
                                                0)
                                        .inShortSet(),
                                crashed(
                                        "mailed-unnoted",
                                        "notification-service ends after an e-mail, before it stores the result",
                                        "notification",
                                        "swapr.notification.EmailSender#finish:enter:3",
                                        1),
                                new Scenario("kill-all", "kill -9 of all services at once", 5 * BATCH, 5, context -> {
                                            Waiting.pause(context.some(Duration.ofSeconds(3)));
                                            context.shuffled(context.instances(SERVICES))
                                                    .forEach(context.processes()::kill);
                                            context.processes().start();
                                            context.processes().healthyWithin(ALL_SERVICES);
                                        })
                                        .seenIn("purchase away"),
                                new Scenario(
                                        "kill-any",
                                        "kill -9 of a random process except the mail server, eight times",
                                        8 * 5 * BATCH,
                                        24,
                                        context -> {
                                            for (var i = 0; i < 8; i++) {
                                                Waiting.pause(context.some(Duration.ofSeconds(3)));
                                                context.processes().kill(context.any());
                                                context.processes().start();
                                            }
                                        })))
                .toList();
    }

    /** Ends a service at a point in the code that only an agent can hit. It repeats this to find rare losses, too. */
    private static Scenario crashed(String name, String story, String service, String moment, long mails) {
        return new Scenario(name, story, TIMES * BATCH, TIMES * mails, context -> {
                    for (var i = 0; i < context.times(TIMES); i++) {
                        context.jvms().crashAt(service, moment);
                        context.processes().healthyWithin(A_SERVICE);
                    }
                })
                .seenIn(service + " away");
    }

    private static Scenario killed(String service) {
        return new Scenario(
                        "kill-" + service,
                        "kill -9 of %s at random times, %d times".formatted(service, KILLS),
                        KILLS * BATCH,
                        service.equals("notification") ? 3 * KILLS : 0,
                        context -> {
                            for (var i = 0; i < KILLS; i++) {
                                Waiting.pause(context.some(Duration.ofSeconds(3)));
                                context.processes().kill(context.instance(service));
                                context.processes().start();
                                context.processes().healthyWithin(A_SERVICE);
                            }
                        })
                .seenIn(service + " away");
    }
}
