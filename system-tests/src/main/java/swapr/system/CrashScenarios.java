package swapr.system;

import static swapr.system.Scenarios.BATCH;
import static swapr.system.Scenarios.SERVICES;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import swapr.system.Scenarios.Scenario;

/** Processes that die, at random moments and at exact ones. */
final class CrashScenarios {

    private static final int TIMES = 2;
    private static final int KILLS = 3;
    private static final Duration A_SERVICE = Duration.ofSeconds(20);

    private static final Duration EVERYBODY = Duration.ofSeconds(60);

    private CrashScenarios() {}

    static List<Scenario> all() {
        var killed = SERVICES.stream().map(CrashScenarios::killed);
        return Stream.concat(
                        killed,
                        Stream.of(
                                crashed(
                                                "committed-unsent",
                                                "purchase-service dies after a commit, before the relay sends it",
                                                "purchase",
                                                "swapr.messaging.Relay#send:enter:5",
                                                0)
                                        .inShortSet(),
                                crashed(
                                                "sent-undeleted",
                                                "purchase-service dies when Kafka has acknowledged and the outbox still has it",
                                                "purchase",
                                                "swapr.messaging.Relay#send:exit:5",
                                                0)
                                        .inShortSet(),
                                crashed(
                                        "reacted-uncommitted",
                                        "listing-service dies inside the transaction of a reaction",
                                        "listing",
                                        "swapr.messaging.HandlerMethod#handle:exit:5",
                                        0),
                                crashed(
                                        "committed-unacknowledged",
                                        "listing-service dies after the database's commit, before the offset's",
                                        "listing",
                                        "swapr.messaging.EventBatchListener#applyInTransaction:exit:5",
                                        0),
                                crashed(
                                                "charged-unnoted",
                                                "purchase-service dies when the bank has charged and nobody has written it down",
                                                "purchase",
                                                "swapr.purchase.Bank#charge:exit:3",
                                                0)
                                        .inShortSet(),
                                crashed(
                                        "mailed-unnoted",
                                        "notification-service dies when an e-mail is out and nobody has written it down",
                                        "notification",
                                        "swapr.notification.EmailSender#finish:enter:3",
                                        1),
                                new Scenario(
                                                "kill-all",
                                                "all services at once, kill -9, under load",
                                                5 * BATCH,
                                                5,
                                                context -> {
                                                    Waiting.pause(context.some(Duration.ofSeconds(3)));
                                                    context.shuffled(context.instances(SERVICES))
                                                            .forEach(context.processes()::kill);
                                                    context.processes().start();
                                                    context.processes().healthyWithin(EVERYBODY);
                                                })
                                        .seenIn("purchase away"),
                                new Scenario(
                                        "kill-any",
                                        "any process but the mail box, kill -9, eight times",
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

    /** At a moment that only an agent in the JVM can hit; several times, because what is lost now and then is lost. */
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
                        "%s, kill -9 %d times at random moments".formatted(service, KILLS),
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
