package swapr.system;

import static swapr.system.Scenarios.BATCH;
import static swapr.system.Scenarios.WITH_DATABASE;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import swapr.system.Scenarios.Scenario;

/** What happens on the topics themselves, to the read models, and when everybody wants the same pair. */
final class TopicScenarios {

    private static final Duration SOON = Duration.ofMinutes(1);

    private TopicScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario(
                                "everything-again",
                                "every record of every stream is delivered four more times",
                                0,
                                0,
                                site -> site.tamper(
                                        "everything sent again, and again", 4, tampering -> tampering.again(4)))
                        .seenIn("duplicates"),
                new Scenario(
                                "offsets-reset",
                                "all consumers read everything from the beginning",
                                5 * BATCH,
                                5,
                                site -> {
                                    site.instances(WITH_DATABASE).forEach(site.processes()::kill);
                                    site.timeline().mark("all groups begin again", WITH_DATABASE.size());
                                    GroupOffsets.fromTheBeginning(site.marketplace().bootstrapServers());
                                    site.processes().start();
                                })
                        .seenIn("duplicates"),
                new Scenario(
                                "garbage",
                                "garbage, nothing, null, deep nesting, 1.1 MB, unknown types and versions, on every stream",
                                0,
                                0,
                                TopicScenarios::garbage)
                        .seenIn("dead letters")
                        .inShortSet(),
                new Scenario(
                                "swapped-versions",
                                "of twenty people, the third event comes before the second",
                                0,
                                0,
                                TopicScenarios::swapped)
                        .seenIn("out of order"),
                new Scenario("rush", "two hundred want the same pair", 0, 0, site -> {
                            site.timeline().mark("200 orders for one listing");
                            site.load().rush(200);
                        })
                        .inShortSet(),
                new Scenario("rebuild", "the search index is rebuilt three times while people search", 0, 0, site -> {
                    site.timeline().mark("rebuild");
                    Instant from = Instant.now();
                    for (var i = 0; i < 3; i++) {
                        site.operator().rebuild();
                    }
                    site.expect(
                            site.history().told().failed("SEARCH", from) == 0, "a search failed during the rebuild");
                }),
                new Scenario("rebuild-killed", "listing-service dies in the middle of a rebuild", BATCH, 0, site -> {
                            site.jvms()
                                    .crashAt(
                                            "listing",
                                            "swapr.messaging.HandlerMethod#handle:exit:200",
                                            () -> Thread.ofVirtual().start(() -> rebuildOrDie(site)));
                            site.operator().rebuild();
                        })
                        .seenIn("listing away"));
    }

    private static void rebuildOrDie(ChaosContext site) {
        try {
            site.operator().rebuild();
        } catch (UncheckedIOException | IllegalStateException e) {
            site.timeline().note("the rebuild ended early");
        }
    }

    private static void garbage(ChaosContext site) {
        site.tamper("what nobody can read, on every stream", 3 * ForeignRecord.GARBAGE, tampering -> {
            tampering.garbage("user-events", "UserRegistered");
            tampering.garbage("listing-events", "ListingCreated");
            tampering.garbage("purchase-events", "OrderPlaced");
        });
        Waiting.pause(Duration.ofSeconds(3));
        site.timeline()
                .note("%d dead letters discarded".formatted(site.operator().discard("written by ./swapr chaos")));
    }

    /** The third name is the one that counts, in whatever order they were told. */
    private static void swapped(ChaosContext site) {
        var people =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(20).toList();
        site.tamper("version 3 before version 2", people.size(), tampering -> people.forEach(tampering::swapped));
        for (var person : people) {
            site.expect(
                    Waiting.until(SOON, () -> read(site, "listing", person) && read(site, "notification", person)),
                    "user:%s was not read".formatted(person));
            site.expect(
                    site.sessions()
                                    .count(
                                            "select count(*) from listing.sellers s join notification.recipients r on r.user_id = s.id where s.id = '%s' and s.name = 'Third' and r.name = 'Third'"
                                                    .formatted(person))
                            == 1,
                    "user:%s is not called by the latest name".formatted(person));
        }
    }

    private static boolean read(ChaosContext site, String service, String person) {
        return site.sessions()
                        .count("select count(*) from %s.processed_events where correlation_id = 'user:%s'"
                                .formatted(service, person))
                == 3;
    }
}
