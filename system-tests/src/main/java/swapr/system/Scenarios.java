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
                crashed(
                        "committed-unsent",
                        "purchase-service dies after a commit, before the relay sends it",
                        "purchase",
                        "swapr.messaging.Relay#send:enter:5",
                        BATCH,
                        0),
                crashed(
                        "sent-undeleted",
                        "purchase-service dies when Kafka has acknowledged and the outbox still has it",
                        "purchase",
                        "swapr.messaging.Relay#send:exit:5",
                        BATCH,
                        0),
                crashed(
                        "reacted-uncommitted",
                        "listing-service dies inside the transaction of a reaction",
                        "listing",
                        "swapr.messaging.Handler#handle:exit:5",
                        BATCH,
                        0),
                crashed(
                        "committed-unacknowledged",
                        "listing-service dies after the database's commit, before the offset's",
                        "listing",
                        "swapr.messaging.EventConsumer#applyInTransaction:exit:5",
                        BATCH,
                        0),
                crashed(
                        "charged-unnoted",
                        "purchase-service dies when the bank has charged and nobody has written it down",
                        "purchase",
                        "swapr.purchase.Bank#charge:exit:3",
                        BATCH,
                        0),
                crashed(
                        "mailed-unnoted",
                        "notification-service dies when an e-mail is out and nobody has written it down",
                        "notification",
                        "swapr.notification.EmailSender#finish:enter:3",
                        BATCH,
                        1),
                new Scenario("kill-all", "all services at once, kill -9, under load", 5 * BATCH, 5, site -> {
                    Waiting.pause(site.some(Duration.ofSeconds(3)));
                    site.shuffled(SERVICES).forEach(site::kill);
                    site.start();
                }),
                new Scenario("kill-broker", "the broker, kill -9, under load", 5 * BATCH, 0, site -> {
                    Waiting.pause(site.some(Duration.ofSeconds(3)));
                    site.kill("kafka");
                    site.start();
                }),
                new Scenario("stop-broker", "the broker falls silent for twenty seconds", 5 * BATCH, 0, site -> {
                    Waiting.pause(site.some(Duration.ofSeconds(2)));
                    site.freeze("kafka", Duration.ofSeconds(20));
                }),
                new Scenario("kill-database", "PostgreSQL's postmaster, kill -9, under load", 5 * BATCH, 5, site -> {
                    Waiting.pause(site.some(Duration.ofSeconds(3)));
                    site.kill("postgres");
                    site.start();
                }),
                new Scenario(
                        "stop-service",
                        "purchase-service is stopped for twenty seconds, loses its lead, and goes on",
                        2 * BATCH,
                        0,
                        site -> {
                            Waiting.pause(site.some(Duration.ofSeconds(2)));
                            site.freeze("purchase", Duration.ofSeconds(20));
                        }),
                new Scenario("bank-down", "the bank is down for fifteen seconds", 0, 0, site -> {
                    site.bank("down");
                    Waiting.pause(Duration.ofSeconds(15));
                    site.bank("none");
                }),
                new Scenario(
                        "bank-loses-answers",
                        "the bank charges and its answers get lost, for ten seconds",
                        0,
                        0,
                        site -> {
                            site.bank("lose_answer");
                            Waiting.pause(Duration.ofSeconds(10));
                            site.bank("none");
                        }));
    }

    /** At a moment that only an agent in the JVM can hit. */
    private static Scenario crashed(
            String name, String story, String service, String moment, long duplicates, long mails) {
        return new Scenario(name, story, duplicates, mails, site -> site.crashAt(service, moment));
    }

    private static Scenario killed(String service) {
        return new Scenario(
                "kill-" + service,
                "%s, kill -9 twice at random moments under load".formatted(service),
                2 * BATCH,
                service.equals("notification") ? 5 : 0,
                site -> {
                    for (int i = 0; i < 2; i++) {
                        Waiting.pause(site.some(Duration.ofSeconds(3)));
                        site.kill(service);
                        site.start();
                    }
                });
    }
}
