package swapr.system;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that can be done to the marketplace while people shop. */
final class Scenarios {

    /** Runs while the load does. Whoever returns without a fault has failed. */
    interface Attack {
        /** Does it; an IllegalStateException says that the marketplace did not bear it as promised. */
        void on(ChaosContext context);
    }

    /**
     * One way to make life hard.
     *
     * @param duplicates how many records its faults may have sent twice: a batch for every relay that was in the middle
     * @param mails how many e-mails may be there twice for the same reason
     * @param quick whether it belongs to the short set, which runs with every build
     * @param symptoms one of these must be seen in the metrics, see {@link MetricsSampler#symptoms}; none for what is no fault
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

    /** What a relay sends at once, and so the most that it can repeat. */
    static final int BATCH = 1_000;

    static final List<String> SERVICES = List.of("user", "listing", "purchase", "notification", "analytics", "edge");
    static final List<String> SCHEMAS = List.of("users", "listing", "purchase", "notification", "analytics");
    static final List<String> WITH_DATABASE = SERVICES.subList(0, 5);

    private Scenarios() {}

    /** First those that read everything again, while there is little to read. */
    static List<Scenario> all() {
        return Stream.of(
                        TopicScenarios.all(),
                        FuzzScenarios.all(),
                        DeadLetterScenarios.all(),
                        CrashScenarios.all(),
                        OutageScenarios.all(),
                        NetworkScenarios.all())
                .flatMap(List::stream)
                .toList();
    }
}
