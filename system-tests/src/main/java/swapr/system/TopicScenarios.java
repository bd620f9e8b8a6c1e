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
                                context -> context.tamper(
                                        "everything sent again, and again", 4, tampering -> tampering.again(4)))
                        .seenIn("duplicates"),
                new Scenario(
                                "offsets-reset",
                                "all consumers read everything from the beginning",
                                5 * BATCH,
                                5,
                                context -> {
                                    context.instances(WITH_DATABASE).forEach(context.processes()::kill);
                                    context.timeline().mark("all groups begin again", WITH_DATABASE.size());
                                    GroupOffsets.fromTheBeginning(
                                            context.marketplace().bootstrapServers());
                                    context.processes().start();
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
                new Scenario("rush", "two hundred want the same pair", 0, 0, context -> {
                            context.timeline().mark("200 orders for one listing");
                            context.load().rush(200);
                        })
                        .inShortSet(),
                new Scenario(
                        "rebuild", "the search index is rebuilt three times while people search", 0, 0, context -> {
                            context.timeline().mark("rebuild");
                            Instant from = Instant.now();
                            for (var i = 0; i < 3; i++) {
                                context.operator().rebuild();
                            }
                            context.expect(
                                    context.history().outcomes().failed("SEARCH", from) == 0,
                                    "a search failed during the rebuild");
                        }),
                new Scenario("rebuild-killed", "listing-service dies in the middle of a rebuild", BATCH, 0, context -> {
                            context.jvms()
                                    .crashAt(
                                            "listing",
                                            "swapr.messaging.HandlerMethod#handle:exit:200",
                                            () -> Thread.ofVirtual().start(() -> rebuildOrDie(context)));
                            context.operator().rebuild();
                        })
                        .seenIn("listing away"));
    }

    private static void rebuildOrDie(ChaosContext context) {
        try {
            context.operator().rebuild();
        } catch (UncheckedIOException | IllegalStateException e) {
            context.timeline().note("the rebuild ended early");
        }
    }

    private static void garbage(ChaosContext context) {
        context.tamper("what nobody can read, on every stream", 3 * ForeignRecord.GARBAGE, tampering -> {
            tampering.garbage("user-events", "UserRegistered");
            tampering.garbage("listing-events", "ListingCreated");
            tampering.garbage("purchase-events", "OrderPlaced");
        });
        Waiting.pause(Duration.ofSeconds(3));
        context.timeline()
                .note("%d dead letters discarded".formatted(context.operator().discard("written by ./swapr chaos")));
    }

    /** The third name is the one that counts, in whatever order they were told. */
    private static void swapped(ChaosContext context) {
        var people =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(20).toList();
        context.tamper("version 3 before version 2", people.size(), tampering -> people.forEach(tampering::swapped));
        for (var person : people) {
            context.expect(
                    Waiting.until(
                            SOON, () -> read(context, "listing", person) && read(context, "notification", person)),
                    "user:%s was not read".formatted(person));
            context.expect(
                    context.sessions()
                                    .count(
                                            "select count(*) from listing.sellers s join notification.recipients r on r.user_id = s.id where s.id = '%s' and s.name = 'Third' and r.name = 'Third'"
                                                    .formatted(person))
                            == 1,
                    "user:%s is not called by the latest name".formatted(person));
        }
    }

    private static boolean read(ChaosContext context, String service, String person) {
        return context.sessions()
                        .count("select count(*) from %s.processed_events where correlation_id = 'user:%s'"
                                .formatted(service, person))
                == 3;
    }
}
