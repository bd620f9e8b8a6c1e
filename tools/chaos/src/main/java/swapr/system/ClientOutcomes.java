package swapr.system;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import swapr.system.HistoryLine.Outcome;

/** Queries about the outcomes in a {@link ClientHistory}. */
record ClientOutcomes(List<HistoryLine> lines) {

    private static final Set<String> READS = Set.of("SEARCH", "LOOK");

    /** The outcome of each request. An intent without an outcome counts as unknown. */
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

    /** The share of the writes since then that got a 2xx or 4xx response, from 0 to 1. */
    double answered(Instant from) {
        var writes = lines.stream()
                .filter(line -> line.at().isAfter(from) && !READS.contains(line.kind()))
                .toList();
        long unknown = count(writes, Outcome.UNKNOWN);
        long answered = count(writes, Outcome.ACKNOWLEDGED) + count(writes, Outcome.REFUSED);
        return answered == 0 ? 0 : (double) answered / (answered + unknown);
    }

    /** The number of requests of a kind since then that got no response or 5xx. */
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

    /** The number of requests with each outcome, as text. */
    String inWords() {
        return "%,d acknowledged, %,d refused, %,d unknown"
                .formatted(
                        count(lines, Outcome.ACKNOWLEDGED),
                        count(lines, Outcome.REFUSED),
                        count(lines, Outcome.UNKNOWN));
    }
}
