package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import swapr.system.Oracle.Verdict;

/** The result of a run: lines on the terminal and in {@code report.txt}, and an HTML page with a timeline. */
final class ChaosReport {

    /** The result of one scenario. Without a problem, the marketplace behaved as promised. */
    record Result(
            Scenarios.Scenario scenario,
            Instant began,
            Instant ended,
            List<Timeline.Mark> marks,
            List<String> symptoms,
            String problem) {

        /** The symptoms that the metrics showed; "nothing" if there were none. */
        String seenIn() {
            return symptoms.isEmpty() ? "nothing" : String.join(", ", symptoms);
        }

        long seconds() {
            return Duration.between(began, ended).toSeconds();
        }
    }

    static final int ROWS_SHOWN = 5;

    private static final boolean ON_TERMINAL = Boolean.getBoolean("swapr.terminal");
    private static final String CLEAR = "\r\033[K";

    private final Path directory;
    private final String title;

    ChaosReport(Path directory, String title) {
        this.directory = directory;
        this.title = title;
        line(title);
        line("");
    }

    void line(String line) {
        System.out.println((ON_TERMINAL ? CLEAR : "") + line);
        try {
            Files.writeString(
                    directory.resolve("report.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows the progress on a terminal. The line is cut to 79 characters, so that the next one can overwrite it. */
    void progress(String scenario, Instant began, String what) {
        if (ON_TERMINAL) {
            long seconds = Duration.between(began, Instant.now()).toSeconds();
            System.out.printf("%s%.79s", CLEAR, "  %-20s %4d s  %s".formatted(scenario, seconds, what));
            System.out.flush();
        }
    }

    void result(Result result) {
        line("  %-20s %s %4d s  %s"
                .formatted(
                        result.scenario().name(),
                        result.problem().isEmpty() ? "done  " : "FAILED",
                        result.seconds(),
                        result.problem().isEmpty() ? "seen in: " + result.seenIn() : result.problem()));
    }

    void verdict(Verdict verdict) {
        line("  %-5s %-7s %,9d  %s"
                .formatted(
                        verdict.invariant().number(),
                        verdict.holds() ? "holds" : "BROKEN",
                        verdict.facts(),
                        verdict.invariant().sentence()));
        verdict.contradictions().stream().limit(ROWS_SHOWN).forEach(row -> line("          " + row));
        if (verdict.contradictions().size() > ROWS_SHOWN) {
            line("          and %d more".formatted(verdict.contradictions().size() - ROWS_SHOWN));
        }
    }

    /** Writes {@code report.html}. */
    void page(List<Result> results, List<Verdict> verdicts, List<HistoryLine> lines, List<MetricsSample> samples)
            throws IOException {
        Files.writeString(page(), HtmlReport.html(title, results, verdicts, lines, samples));
    }

    private Path page() {
        return directory.resolve("report.html");
    }

    /** Writes the totals. Returns true if all scenarios passed and all invariants hold. */
    boolean conclude(List<Result> results, List<Verdict> verdicts) {
        long broken = verdicts.stream().filter(verdict -> !verdict.holds()).count();
        long failed =
                results.stream().filter(result -> !result.problem().isEmpty()).count();
        long faults = results.stream()
                .flatMap(result -> result.marks().stream())
                .mapToInt(Timeline.Mark::faults)
                .sum();
        line("");
        line("%d faults in %d scenarios, %s"
                .formatted(faults, results.size(), failed == 0 ? "all passed." : failed + " FAILED."));
        line("%d invariants, %,d facts, %s"
                .formatted(
                        verdicts.size(),
                        verdicts.stream().mapToLong(Verdict::facts).sum(),
                        broken == 0 ? "all of them hold." : broken + " BROKEN."));
        line("Report with a timeline: " + page());
        return broken + failed == 0;
    }
}
