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

/** Faults on the topics, rebuilds of projections, and many orders for one listing. */
final class TopicScenarios {

    private static final Duration SOON = Duration.ofMinutes(1);

    private TopicScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario(
                                "everything-again",
                                "each record of each event topic is delivered four more times",
                                0,
                                0,
                                context -> context.tamper(
                                        "all records sent four more times", 4, topics -> topics.again(4)))
                        .seenIn("duplicates"),
                new Scenario(
                                "offsets-reset",
                                "all consumers read all topics from the beginning",
                                5 * BATCH,
                                5,
                                context -> {
                                    context.instances(WITH_DATABASE).forEach(context.processes()::kill);
                                    context.timeline().mark("all groups start at offset 0", WITH_DATABASE.size());
                                    GroupOffsets.fromTheBeginning(
                                            context.marketplace().bootstrapServers());
                                    context.processes().start();
                                })
                        .seenIn("duplicates"),
                new Scenario(
                                "garbage",
                                "garbage, no value, deep nesting, 1.1 MB, unknown types and versions, on three topics",
                                0,
                                0,
                                TopicScenarios::garbage)
                        .seenIn("dead letters")
                        .inShortSet(),
                new Scenario(
                                "swapped-versions",
                                "for twenty users, the third event arrives before the second",
                                0,
                                0,
                                TopicScenarios::swapped)
                        .seenIn("out of order"),
                new Scenario("rush", "two hundred orders for the same listing", 0, 0, context -> {
                            context.timeline().mark("200 orders for one listing");
                            context.load().rush(200);
                        })
                        .inShortSet(),
                new Scenario(
                        "rebuild", "the search index is rebuilt three times during many searches", 0, 0, context -> {
                            context.timeline().mark("rebuild");
                            Instant from = Instant.now();
                            for (var i = 0; i < 3; i++) {
                                context.operator().rebuild();
                            }
                            context.expect(
                                    context.history().outcomes().failed("SEARCH", from) == 0,
                                    "a search failed during the rebuild");
                        }),
                new Scenario("rebuild-killed", "listing-service ends during a rebuild", BATCH, 0, context -> {
                            context.jvms()
                                    .crashAt(
                                            "listing",
                                            "swapr.messaging.HandlerMethod#handle:exit:200",
                                            () -> Thread.ofVirtual().start(() -> tryToRebuild(context)));
                            context.operator().rebuild();
                        })
                        .seenIn("listing away"));
    }

    private static void tryToRebuild(ChaosContext context) {
        try {
            context.operator().rebuild();
        } catch (UncheckedIOException | IllegalStateException e) {
            context.timeline().note("the rebuild was interrupted");
        }
    }

    private static void garbage(ChaosContext context) {
        context.tamper("invalid records on three topics", 3 * ForeignRecord.GARBAGE, topics -> {
            topics.garbage("user-events", "UserRegistered");
            topics.garbage("listing-events", "ListingCreated");
            topics.garbage("purchase-events", "OrderPlaced");
        });
        Waiting.pause(Duration.ofSeconds(3));
        context.timeline()
                .note("%d dead letters discarded".formatted(context.operator().discard("written by ./swapr chaos")));
    }

    /** The name of version 3 must win, although version 2 arrives later. */
    private static void swapped(ChaosContext context) {
        var users =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(20).toList();
        context.tamper("version 3 before version 2", users.size(), topics -> users.forEach(topics::swapped));
        for (var user : users) {
            context.expect(
                    Waiting.until(SOON, () -> read(context, "listing", user) && read(context, "notification", user)),
                    "the events of user:%s were not read within a minute".formatted(user));
            context.expect(
                    context.sessions().count("""
                            select count(*) from listing.sellers s join notification.recipients r on r.user_id = s.id
                            where s.id = '%s' and s.name = 'Third' and r.name = 'Third'""".formatted(user)) == 1,
                    "user:%s does not have the latest name".formatted(user));
        }
    }

    private static boolean read(ChaosContext context, String service, String user) {
        return context.sessions()
                        .count("select count(*) from %s.processed_events where correlation_id = 'user:%s'"
                                .formatted(service, user))
                == 3;
    }
}
