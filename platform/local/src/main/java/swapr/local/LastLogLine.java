package swapr.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The line at the end of a log that says best why its process ended. */
final class LastLogLine {

    private static final int READ_AT_MOST = 64 << 10;
    private static final int LINES = 60;
    private static final int LONGEST = 200;
    private static final Pattern CAUSE =
            Pattern.compile("No space left on device|OutOfMemoryError|Address already in use");
    private static final Pattern TROUBLE =
            Pattern.compile("\\b(PANIC|FATAL)\\b|^(Caused by: )?[\\w.$]+(Exception|Error)(: |$)");
    private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ )");

    private LastLogLine() {}

    /** Empty when there is no log, or nothing in it that has to do with this ending. */
    static String of(Path log, ProcessExit ending) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var from = Math.max(0, file.length() - READ_AT_MOST);
            file.seek(from);
            var bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            return among(new String(bytes, StandardCharsets.UTF_8).lines().toList(), ending);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * A line that names a known cause, else the last exception or fatal error, else the last line. The last line of a process that
     * somebody killed is about something else.
     */
    static String among(List<String> lines, ProcessExit ending) {
        var end = lines.subList(Math.max(0, lines.size() - LINES), lines.size()).reversed().stream()
                .filter(line -> !line.isBlank() && !FRAME.matcher(line).find())
                .toList();
        var last = ending.bySignal() ? "" : first(end, _ -> true, "");
        return first(
                end,
                line -> CAUSE.matcher(line).find(),
                first(end, line -> TROUBLE.matcher(line).find(), last));
    }

    private static String first(List<String> lines, Predicate<String> wanted, String otherwise) {
        return lines.stream()
                .filter(wanted)
                .findFirst()
                .map(String::strip)
                .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line)
                .orElse(otherwise);
    }
}
