package swapr.system;

import java.time.Duration;
import java.util.List;

/** What is done to the marketplace while people shop. */
final class Scenarios {

    /** Runs while the load does. Whoever returns without a fault has failed. */
    interface Attack {
        void on(Site site);
    }

    /**
     * One way to make life hard.
     *
     * @param duplicates how many records its faults may have sent twice: a batch for every relay that was in the middle
     * @param mails how many e-mails may be there twice for the same reason
     */
    record Scenario(String name, String story, long duplicates, long mails, Attack attack) {}

    private static final int BATCH = 1_000;
    private static final List<String> SERVICES =
            List.of("user", "listing", "purchase", "notification", "analytics", "edge");

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                killed("user"),
                killed("listing"),
                killed("purchase"),
                killed("notification"),
                killed("analytics"),
                killed("edge"),
                new Scenario("kill-all", "all services at once, kill -9, under load", 5 * BATCH, 5, site -> {
                    Site.pause(site.some(Duration.ofSeconds(3)));
                    site.shuffled(SERVICES).forEach(site::kill);
                    site.start();
                }),
                new Scenario("kill-broker", "the broker, kill -9, under load", 5 * BATCH, 0, site -> {
                    Site.pause(site.some(Duration.ofSeconds(3)));
                    site.kill("kafka");
                    site.start();
                }),
                new Scenario("stop-broker", "the broker falls silent for twenty seconds", 5 * BATCH, 0, site -> {
                    Site.pause(site.some(Duration.ofSeconds(2)));
                    site.freeze("kafka", Duration.ofSeconds(20));
                }),
                new Scenario("kill-database", "PostgreSQL's postmaster, kill -9, under load", 5 * BATCH, 5, site -> {
                    Site.pause(site.some(Duration.ofSeconds(3)));
                    site.kill("postgres");
                    site.start();
                }),
                new Scenario(
                        "stop-service",
                        "purchase-service is stopped for twenty seconds, loses its lead, and goes on",
                        2 * BATCH,
                        0,
                        site -> {
                            Site.pause(site.some(Duration.ofSeconds(2)));
                            site.freeze("purchase", Duration.ofSeconds(20));
                        }),
                new Scenario("bank-down", "the bank is down for fifteen seconds", 0, 0, site -> {
                    site.bank("down");
                    Site.pause(Duration.ofSeconds(15));
                    site.bank("none");
                }),
                new Scenario(
                        "bank-loses-answers",
                        "the bank charges and its answers get lost, for ten seconds",
                        0,
                        0,
                        site -> {
                            site.bank("lose_answer");
                            Site.pause(Duration.ofSeconds(10));
                            site.bank("none");
                        }));
    }

    private static Scenario killed(String service) {
        return new Scenario(
                "kill-" + service,
                "%s, kill -9 twice at random moments under load".formatted(service),
                2 * BATCH,
                service.equals("notification") ? 5 : 0,
                site -> {
                    for (int i = 0; i < 2; i++) {
                        Site.pause(site.some(Duration.ofSeconds(3)));
                        site.kill(service);
                        site.start();
                    }
                });
    }
}
