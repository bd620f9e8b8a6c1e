package swapr.system;

import static swapr.system.Scenarios.BATCH;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import swapr.system.Scenarios.Scenario;

/** Outages of the broker and of the database. */
final class ServerScenarios {

    private static final double ACCEPTED = 0.999;
    private static final Duration A_BROKER = Duration.ofSeconds(15);
    /** Three seconds for the database, and two for the start of the {@code ./swapr} command. */
    private static final Duration A_DATABASE = Duration.ofSeconds(5);
    /** The symptoms of an outage of the broker. */
    private static final String[] BROKER = {"unsent", "unsent for long", "pauses"};

    private ServerScenarios() {}

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
                        .seenIn("transaction left open"));
    }

    private static void killBroker(ChaosContext context) {
        context.processes().kill("kafka");
        context.processes().start();
        context.processes().healthyWithin(A_BROKER);
    }
}
