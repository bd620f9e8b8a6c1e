package swapr.workshop;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import swapr.local.LocalMarketplace;

/** The state of lab 14: the planted incident, the accusations and the time. */
record Incidents(PropertiesFile file) {

    private static final List<String> PROCESSES = List.of(
            "edge", "user", "listing", "purchase", "notification", "analytics", "bank", "mail", "kafka", "postgres");

    private static final String OTHER_CAUSE =
            "what happens to a request of this process? No answer, an error, a late answer, or a right one?";
    private static final String ZERO = "this figure is 0 now, in all services";
    private static final String CONSEQUENCE = "this figure can move, but it does not point to this process and cause";

    static Incidents in(Path home) {
        return new Incidents(new PropertiesFile(home.resolve("incident.properties")));
    }

    /** Chooses the next incident. Number 0 chooses by lot. */
    void choose(int number) {
        var all = Incident.values().length;
        var incident =
                Incident.numbered(number == 0 ? ThreadLocalRandom.current().nextInt(all) + 1 : number);
        file.delete();
        file.set(Map.of("incident", incident.number(), "state", "chosen", "wrong", 0));
    }

    /** The chosen incident; empty before the lab. */
    Optional<Incident> chosen() {
        return file.exists() ? Optional.of(Incident.numbered(file.number("incident", 1))) : Optional.empty();
    }

    boolean isPlanted() {
        return file.get("state", "").equals("planted");
    }

    boolean isSolved() {
        return file.get("state", "").equals("solved");
    }

    int wrong() {
        return file.number("wrong", 0);
    }

    /** Plants the chosen incident. The time begins, if it is not planted yet. */
    void plant(LocalMarketplace marketplace) {
        if (!isPlanted()) {
            long parked = new MetricsBoard(marketplace).total("swapr_dead_letters_open");
            file.set(Map.of("state", "planted", "planted", Instant.now(), "parked", parked));
        }
        new IncidentFaults(marketplace).plant(chosen().orElseThrow());
    }

    /** The number of open dead letters before the incident. */
    long parkedBefore() {
        return file.number("parked", 0);
    }

    /** Forgets the incident and removes its fault. */
    void end(LocalMarketplace marketplace) {
        if (isPlanted()) {
            new IncidentFaults(marketplace).remove();
        }
        file.delete();
    }

    /**
     * Compares an accusation with the planted incident. A right one removes the fault.
     *
     * @return the lines for the learner
     * @throws IllegalStateException if no incident is planted, or a word is unknown
     */
    List<String> accuse(LocalMarketplace marketplace, String process, String cause, String evidence) {
        if (!isPlanted()) {
            throw new IllegalStateException("no incident is open. ./swapr lab start 14 begins one");
        }
        var causes =
                Arrays.stream(Incident.Cause.values()).map(each -> each.word).toList();
        requireKnown("process", process, PROCESSES);
        requireKnown("cause", cause, causes);
        requireKnown("evidence", evidence, MetricsBoard.NAMES);
        var incident = chosen().orElseThrow();
        var isFound = process.equals(incident.process)
                && cause.equals(incident.cause.word)
                && incident.evidence().contains(evidence);
        var lines = new ArrayList<String>();
        lines.add(verdict("process", process.equals(incident.process), incident.clue));
        lines.add(verdict("cause", cause.equals(incident.cause.word), OTHER_CAUSE));
        var isZero = new MetricsBoard(marketplace).total(evidence) == 0;
        lines.add(verdict("evidence", incident.evidence().contains(evidence), isZero ? ZERO : CONSEQUENCE));
        if (!isFound) {
            file.set(Map.of("wrong", wrong() + 1));
            return lines;
        }
        new IncidentFaults(marketplace).remove();
        file.set(Map.of("state", "solved", "solved", Instant.now()));
        lines.add("%s: %s. Alert: %s. This was incident %d of %d."
                .formatted(
                        process, incident.cause.meaning, incident.alert, incident.number(), Incident.values().length));
        lines.add("The fault is removed. %s. ./swapr lab check looks whether nothing is open.".formatted(score()));
        return lines;
    }

    private static void requireKnown(String option, String word, List<String> known) {
        if (!known.contains(word)) {
            throw new IllegalStateException(
                    "--%s %s is unknown. Choose one of %s".formatted(option, word, String.join(", ", known)));
        }
    }

    private static String verdict(String part, boolean right, String clue) {
        return "%-9s %s".formatted(part + ":", right ? "right" : "wrong: " + clue);
    }

    /** The minutes and the wrong accusations. */
    String score() {
        var began = Instant.parse(file.get("planted", Instant.now().toString()));
        var ended = Instant.parse(file.get("solved", Instant.now().toString()));
        var time = Duration.between(began, ended);
        return "Score: %d min %d s, %d wrong accusations".formatted(time.toMinutes(), time.toSecondsPart(), wrong());
    }
}
