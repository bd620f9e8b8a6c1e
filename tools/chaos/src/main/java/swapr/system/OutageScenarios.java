package swapr.system;

import static swapr.system.Scenarios.BATCH;
import static swapr.system.Scenarios.WITH_DATABASE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import swapr.system.Scenarios.Scenario;

/** Outages of the broker, the database, the bank and single services, and wrong clocks. */
final class OutageScenarios {

    private static final double ACCEPTED = 0.999;

    private static final Duration A_BROKER = Duration.ofSeconds(15);

    /** Three seconds for the database, and two for the start of the {@code ./swapr} command. */
    private static final Duration A_DATABASE = Duration.ofSeconds(5);

    /** The symptoms of an outage of the broker. */
    private static final String[] BROKER = {"unsent", "unsent for long", "pauses"};

    private OutageScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("kill-broker", "kill -9 of the broker", 5 * BATCH, 0, context -> {
                            Waiting.pause(context.some(Duration.ofSeconds(3)));
                            killBroker(context);
                        })
                        .inShortSet()
                        .seenIn(BROKER),
                new Scenario("kill-broker-5", "kill -9 of the broker, five times in a row", 25 * BATCH, 0, context -> {
                            for (var i = 0; i < 5; i++) {
                                Waiting.pause(context.some(Duration.ofSeconds(4)));
                                killBroker(context);
                            }
                        })
                        .seenIn(BROKER),
                new Scenario(
                                "silent-broker",
                                "the broker is frozen for three minutes; the services still accept writes",
                                5 * BATCH,
                                0,
                                context -> {
                                    Instant from = Instant.now();
                                    context.processes().freeze("kafka", Duration.ofMinutes(3));
                                    double accepted =
                                            context.history().outcomes().answered(from);
                                    context.expect(
                                            accepted >= ACCEPTED,
                                            "only %.2f %% of the writes got a response".formatted(accepted * 100));
                                    context.expect(
                                            Waiting.until(
                                                    Duration.ofSeconds(60),
                                                    () -> context.sessions().unsent() < 100),
                                            "more than 100 events are unsent one minute after the outage");
                                })
                        .seenIn(BROKER),
                new Scenario("kill-database", "kill -9 of PostgreSQL's postmaster", 5 * BATCH, 5, context -> {
                            Waiting.pause(context.some(Duration.ofSeconds(3)));
                            context.processes().kill("postgres");
                            context.processes().start();
                            context.processes().healthyWithin(A_DATABASE);
                        })
                        .inShortSet()
                        .seenIn("pauses"),
                new Scenario(
                                "restart-database",
                                "a fast restart of PostgreSQL, three times",
                                15 * BATCH,
                                15,
                                context -> {
                                    for (var i = 0; i < 3; i++) {
                                        Waiting.pause(context.some(Duration.ofSeconds(3)));
                                        context.processes().stop("postgres");
                                        context.processes().start();
                                        context.processes().healthyWithin(A_DATABASE);
                                    }
                                })
                        .seenIn("pauses"),
                new Scenario(
                                "cut-sessions",
                                "all database sessions are terminated, sixty times",
                                60 * BATCH,
                                60,
                                context -> {
                                    for (var i = 0; i < 60; i++) {
                                        Waiting.pause(context.some(Duration.ofSeconds(1)));
                                        context.timeline()
                                                .mark("%d sessions terminated"
                                                        .formatted(context.sessions()
                                                                .cut()));
                                    }
                                })
                        .seenIn("pauses"),
                new Scenario(
                                "idle-transactions",
                                "foreign transactions with a snapshot and new rows stay open for twenty seconds",
                                0,
                                0,
                                context -> {
                                    context.timeline().mark("idle transactions");
                                    context.sessions().idleTransactions(Duration.ofSeconds(20));
                                    context.expect(
                                            context.sessions().unsent() < 100,
                                            "events have waited for a foreign transaction");
                                })
                        .seenIn("transaction left open"),
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

    private static void killBroker(ChaosContext context) {
        context.processes().kill("kafka");
        context.processes().start();
        context.processes().healthyWithin(A_BROKER);
    }
}
