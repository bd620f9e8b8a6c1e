package swapr.system;

import static swapr.system.Scenarios.BATCH;
import static swapr.system.Scenarios.WITH_DATABASE;

import java.time.Duration;
import java.util.List;
import swapr.system.Scenarios.Scenario;

/** Outages of the bank and of single services, and wrong clocks. */
final class OutageScenarios {

    private OutageScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "stop-any",
                        "a random process is frozen for up to two seconds, sixty times",
                        60 * BATCH,
                        60,
                        context -> {
                            for (var i = 0; i < 60; i++) {
                                context.processes().freeze(context.any(), context.some(Duration.ofSeconds(2)));
                            }
                        }),
                new Scenario(
                                "stop-purchase",
                                "purchase-service is frozen for twenty seconds, loses the leadership, and continues",
                                2 * BATCH,
                                0,
                                context -> context.processes()
                                        .freeze(context.instance("purchase"), Duration.ofSeconds(20)))
                        .seenIn("purchase away"),
                new Scenario(
                                "stop-listing",
                                "listing-service is frozen until orders time out; its late reservations are released",
                                2 * BATCH,
                                0,
                                context ->
                                        context.processes().freeze(context.instance("listing"), Duration.ofSeconds(60)))
                        .seenIn("listing away"),
                new Scenario("bank-down", "the bank is down for fifteen seconds", 0, 0, context -> {
                            context.operator().bank("down", Duration.ofSeconds(15));
                        })
                        .seenIn("breaker open", "purchase retries"),
                new Scenario("bank-slow", "the bank is slow for fifteen seconds", 0, 0, context -> {
                            context.operator().bank("slow", Duration.ofSeconds(15));
                        })
                        .seenIn("breaker open", "purchase retries", "lag"),
                new Scenario("bank-loses-answers", "for ten seconds, the bank's responses are lost", 0, 0, context -> {
                            context.operator().bank("lose_answer", Duration.ofSeconds(10));
                        })
                        .seenIn("breaker open", "purchase retries"),
                new Scenario("clock-ahead", "purchase-service's clock is five minutes ahead", 0, 0, context -> {
                            context.jvms().clock(List.of("purchase"), 300, Duration.ofSeconds(15));
                        })
                        .seenIn("clocks apart"),
                new Scenario("clocks-behind", "the clocks of all services are ten minutes behind", 0, 0, context -> {
                            context.jvms().clock(WITH_DATABASE, -600, Duration.ofSeconds(15));
                        })
                        .seenIn("clocks apart"),
                new Scenario(
                                "swapped-topics",
                                "user-service sends late: orders are paid before other services receive the users",
                                0,
                                0,
                                OutageScenarios::swapped)
                        .seenIn("unsent for long"));
    }

    private static void swapped(ChaosContext context) {
        context.timeline().mark("the relay of user-service sends every ten seconds");
        String relay = "swapr.messaging.Relay#publishOldest";
        try (var _ = new FaultScope(() -> context.jvms().delay("user", relay, Duration.ZERO))) {
            context.jvms().delay("user", relay, Duration.ofSeconds(10));
            // One and a half periods of the delay, so that a metrics sample shows it.
            Waiting.pause(Duration.ofSeconds(15));
            boolean waited = Waiting.until(
                    Duration.ofSeconds(60), () -> context.sessions().count("""
                            select count(*) from notification.notifications
                            where status = 'WAITING_FOR_ADDRESS'""") > 0);
            context.expect(waited, "no notification waited for an address");
        }
    }
}
