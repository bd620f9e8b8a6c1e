package swapr.system;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import swapr.system.ClientHistory.HistoryLine;
import swapr.system.ClientHistory.Outcome;

/** What the clients were told, asked of their {@link ClientHistory}. */
record ClientOutcomes(List<HistoryLine> lines) {

    private static final Set<String> READS = Set.of("SEARCH", "LOOK");

    /** What became of each request; an intent without an outcome is unknown. */
    List<HistoryLine> outcomes() {
        var answered = lines.stream()
                .filter(line -> line.outcome() != Outcome.INTENT)
                .map(line -> line.kind() + line.key())
                .collect(Collectors.toSet());
        return lines.stream()
                .filter(line -> line.outcome() != Outcome.INTENT || !answered.contains(line.kind() + line.key()))
                .map(line -> line.outcome() == Outcome.INTENT ? line.unknown() : line)
                .toList();
    }

    /** Of the writes that have an outcome since then, the share that was answered, if only with a refusal: 0 to 1. */
    double answered(Instant from) {
        var writes = lines.stream()
                .filter(line -> line.at().isAfter(from) && !READS.contains(line.kind()))
                .toList();
        long unknown = count(writes, Outcome.UNKNOWN);
        long answered = count(writes, Outcome.ACKNOWLEDGED) + count(writes, Outcome.REFUSED);
        return answered == 0 ? 0 : (double) answered / (answered + unknown);
    }

    /** How many requests of a kind got no good answer since then. */
    long failed(String kind, Instant from) {
        return count(
                lines.stream()
                        .filter(line -> line.at().isAfter(from) && line.kind().equals(kind))
                        .toList(),
                Outcome.UNKNOWN);
    }

    private static long count(List<HistoryLine> lines, Outcome outcome) {
        return lines.stream().filter(line -> line.outcome() == outcome).count();
    }

    /** How many answers there were of each kind. */
    String inWords() {
        return "%,d done, %,d refused, %,d times no answer"
                .formatted(
                        count(lines, Outcome.ACKNOWLEDGED),
                        count(lines, Outcome.REFUSED),
                        count(lines, Outcome.UNKNOWN));
    }
}
