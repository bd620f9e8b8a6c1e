package swapr.system;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All scenarios, with their common types and constants. */
final class Scenarios {

    /** The faults of a scenario. It runs during the load, and must mark at least one fault. */
    interface Attack {
        /**
         * Causes the faults.
         *
         * @throws IllegalStateException if the marketplace did not behave as promised
         */
        void on(ChaosContext context);
    }

    /**
     * One scenario.
     *
     * @param duplicates the number of records that its faults may send twice: one batch for each interrupted relay
     * @param mails the number of e-mails that its faults may send twice
     * @param quick true if it belongs to the short set, which CI runs
     * @param symptoms the metrics must show one of these, see {@link MetricsSampler#symptoms}; empty if none is
     *     required
     */
    record Scenario(
            String name,
            String story,
            long duplicates,
            long mails,
            boolean quick,
            Set<String> symptoms,
            Attack attack) {

        Scenario(String name, String story, long duplicates, long mails, Attack attack) {
            this(name, story, duplicates, mails, false, Set.of(), attack);
        }

        Scenario inShortSet() {
            return new Scenario(name, story, duplicates, mails, true, symptoms, attack);
        }

        Scenario seenIn(String... anyOf) {
            return new Scenario(name, story, duplicates, mails, quick, Set.of(anyOf), attack);
        }
    }

    /** The maximum number of records that a relay sends at once, and therefore repeats after a fault. */
    static final int BATCH = 1_000;

    static final List<String> SERVICES = List.of("user", "listing", "purchase", "notification", "analytics", "edge");
    static final List<String> SCHEMAS = List.of("users", "listing", "purchase", "notification", "analytics");
    static final List<String> WITH_DATABASE = SERVICES.subList(0, 5);

    private Scenarios() {}

    /** All scenarios. Those that read all topics again are first, because the topics are still short then. */
    static List<Scenario> all() {
        return Stream.of(
                        TopicScenarios.all(),
                        FuzzScenarios.all(),
                        DeadLetterScenarios.all(),
                        CrashScenarios.all(),
                        ServerScenarios.all(),
                        OutageScenarios.all(),
                        NetworkScenarios.all())
                .flatMap(List::stream)
                .toList();
    }
}
