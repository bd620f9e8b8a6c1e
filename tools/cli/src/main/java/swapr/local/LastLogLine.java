package swapr.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the line at the end of a log that best explains the exit of the process. */
final class LastLogLine {

    private static final int MAX_BYTES = 64 << 10;
    private static final int LINES = 60;
    private static final int MAX_LENGTH = 200;
    private static final Pattern CAUSE =
            Pattern.compile("No space left on device|OutOfMemoryError|Address already in use");
    private static final Pattern FAILURE =
            Pattern.compile("\\b(PANIC|FATAL)\\b|^(Caused by: )?[\\w.$]+(Exception|Error)(: |$)");
    private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ )");

    private LastLogLine() {}

    /** Empty if there is no log, or no line about this exit. */
    static String of(Path log, ProcessExit ending) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var from = Math.max(0, file.length() - MAX_BYTES);
            file.seek(from);
            var bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            return among(new String(bytes, StandardCharsets.UTF_8).lines().toList(), ending);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * A line with a known cause, else the last exception or fatal error, else the last line. After a signal the last
     * line is not used, because it is not about the exit.
     */
    static String among(List<String> lines, ProcessExit ending) {
        var end = lines.subList(Math.max(0, lines.size() - LINES), lines.size()).reversed().stream()
                .filter(line -> !line.isBlank() && !FRAME.matcher(line).find())
                .toList();
        var last = ending.bySignal() ? "" : first(end, _ -> true, "");
        return first(
                end,
                line -> CAUSE.matcher(line).find(),
                first(end, line -> FAILURE.matcher(line).find(), last));
    }

    private static String first(List<String> lines, Predicate<String> condition, String otherwise) {
        return lines.stream()
                .filter(condition)
                .findFirst()
                .map(String::strip)
                .map(line -> line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH - 1) + "…" : line)
                .orElse(otherwise);
    }
}
