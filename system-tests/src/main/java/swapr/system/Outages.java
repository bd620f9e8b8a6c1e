package swapr.system;

import static swapr.system.Scenarios.BATCH;
import static swapr.system.Scenarios.WITH_DATABASE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import swapr.system.Scenarios.Scenario;

/** What everything stands on goes away or stops answering: broker, database, bank; and clocks that are wrong. */
final class Outages {

    private static final double ACCEPTED = 0.999;

    private Outages() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("kill-broker", "the broker, kill -9", 5 * BATCH, 0, site -> {
                            Waiting.pause(site.some(Duration.ofSeconds(3)));
                            killBroker(site);
                        })
                        .inShortSet(),
                new Scenario("kill-broker-5", "the broker, kill -9 five times in a row", 25 * BATCH, 0, site -> {
                    for (var i = 0; i < 5; i++) {
                        Waiting.pause(site.some(Duration.ofSeconds(4)));
                        killBroker(site);
                    }
                }),
                new Scenario(
                        "silent-broker",
                        "the broker is stopped for three minutes; writes go on",
                        5 * BATCH,
                        0,
                        site -> {
                            Instant from = Instant.now();
                            site.freeze("kafka", Duration.ofMinutes(3));
                            double accepted = site.history().answered(from);
                            site.expect(
                                    accepted >= ACCEPTED,
                                    "only %.2f %% of writes were accepted".formatted(accepted * 100));
                            site.expect(
                                    Waiting.until(
                                            Duration.ofSeconds(60),
                                            () -> site.sessions().unsent() < 100),
                                    "not all was sent within a minute");
                        }),
                new Scenario("kill-database", "PostgreSQL's postmaster, kill -9", 5 * BATCH, 5, site -> {
                            Waiting.pause(site.some(Duration.ofSeconds(3)));
                            site.kill("postgres");
                            site.start();
                            site.healthyWithin(Duration.ofSeconds(15));
                        })
                        .inShortSet(),
                new Scenario("restart-database", "PostgreSQL is restarted the fast way", 5 * BATCH, 5, site -> {
                    site.stop("postgres");
                    site.start();
                    site.healthyWithin(Duration.ofSeconds(15));
                }),
                new Scenario(
                        "cut-sessions", "all database sessions are terminated, ten times", 10 * BATCH, 10, site -> {
                            for (var i = 0; i < 10; i++) {
                                Waiting.pause(site.some(Duration.ofSeconds(2)));
                                site.mark("%d sessions terminated"
                                        .formatted(site.sessions().cut()));
                            }
                        }),
                new Scenario(
                        "idle-transactions",
                        "a stranger's transactions stay open for twenty seconds, with a snapshot and rows written",
                        0,
                        0,
                        site -> {
                            site.mark("idle transactions");
                            site.sessions().idleTransactions(Duration.ofSeconds(20));
                            site.expect(site.sessions().unsent() < 100, "events have waited for a stranger");
                        }),
                new Scenario(
                        "stop-purchase",
                        "purchase-service is stopped for twenty seconds, loses its lead, and goes on",
                        2 * BATCH,
                        0,
                        site -> site.freeze(site.instance("purchase"), Duration.ofSeconds(20))),
                new Scenario(
                        "stop-listing",
                        "listing-service is stopped until orders have timed out; its late reservations are released",
                        2 * BATCH,
                        0,
                        site -> site.freeze(site.instance("listing"), Duration.ofSeconds(60))),
                new Scenario("bank-down", "the bank is down for fifteen seconds", 0, 0, site -> {
                    site.operator().bank("down", Duration.ofSeconds(15));
                }),
                new Scenario("bank-slow", "the bank takes its time for fifteen seconds", 0, 0, site -> {
                    site.operator().bank("slow", Duration.ofSeconds(15));
                }),
                new Scenario("bank-loses-answers", "the bank charges and its answers get lost", 0, 0, site -> {
                    site.operator().bank("lose_answer", Duration.ofSeconds(10));
                }),
                new Scenario("clock-ahead", "purchase-service's clock is five minutes ahead", 0, 0, site -> {
                    site.jvms().clock(List.of("purchase"), 300, Duration.ofSeconds(15));
                }),
                new Scenario("clocks-behind", "the clocks of all services are ten minutes behind", 0, 0, site -> {
                    site.jvms().clock(WITH_DATABASE, -600, Duration.ofSeconds(15));
                }));
    }

    private static void killBroker(Site site) {
        site.kill("kafka");
        site.start();
        site.healthyWithin(Duration.ofSeconds(15));
    }
}
