package swapr.room;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The lines of the log files with a correlation id. Services write the id into each line of a request and of a
 * reaction. In containers the room cannot read a log, so the answer has a command for it.
 */
final class LogLines {

    /** The end of a file that is read, in bytes: some 10,000 lines. */
    static final int NEWEST = 2_000_000;

    /** The lines of one answer. */
    static final int MOST = 200;

    private static final int LONGEST = 1_000;

    /**
     * A line.
     *
     * @param text as in the file, at most 1,000 characters; it begins with its time
     */
    record Line(String process, String text) {}

    private final Settings settings;

    LogLines(Settings settings) {
        this.settings = settings;
    }

    /** The lines with this correlation id, oldest first. A process that was started again has two files. */
    Answer answer(String correlationId) {
        if (!Lookup.isCorrelationId(correlationId)) {
            return Lookup.notACorrelationId();
        }
        if (settings.site() == Site.CONTAINERS) {
            return Answer.json(Map.of("command", "docker compose logs --no-color | grep -F " + correlationId));
        }
        var lines = new ArrayList<Line>();
        try {
            for (var process : settings.processes()) {
                for (var file : List.of(process.name() + ".log.1", process.name() + ".log")) {
                    add(process.name(), settings.home().resolve("logs").resolve(file), correlationId, lines);
                }
            }
        } catch (IOException e) {
            return Answer.problem(503, "A log file cannot be read: " + e.getMessage());
        }
        lines.sort(Comparator.comparing(Line::text));
        var newest = lines.subList(Math.max(0, lines.size() - MOST), lines.size());
        return Answer.json(Map.of("lines", newest, "older", lines.size() - newest.size()));
    }

    private static void add(String process, Path file, String id, List<Line> lines) throws IOException {
        if (!Files.exists(file)) {
            return; // the process was never started, or never started again
        }
        try (var bytes = Files.newInputStream(file)) {
            bytes.skipNBytes(Math.max(0, Files.size(file) - NEWEST));
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.contains(id))
                    .map(line -> new Line(process, line.substring(0, Math.min(line.length(), LONGEST))))
                    .forEach(lines::add);
        }
    }
}
