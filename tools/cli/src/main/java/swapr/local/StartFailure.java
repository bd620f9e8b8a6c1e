package swapr.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A process did not start. The message has the process, the reason, the log file and its last lines. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int LAST_LINES = 10;
    private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ )");
    private static final Pattern EXCEPTION = Pattern.compile("^(Caused by: )?[\\w.$]+(Exception|Error)(: |$)");

    StartFailure(String process, String reason, Path logFile) {
        super("%s did not start: %s. See its log %s%s".formatted(process, reason, logFile, lastLines(logFile)));
    }

    private static String lastLines(Path logFile) {
        List<String> lines;
        try {
            lines = new String(Files.readAllBytes(logFile), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return "";
        }
        return lines.isEmpty() ? "" : ", which ends with:\n  " + String.join("\n  ", significantLines(lines));
    }

    /** The last lines without stack frames. The last exception comes first if it is further up in the log. */
    static List<String> significantLines(List<String> lines) {
        var messages = lines.stream()
                .filter(line -> !line.isBlank() && !FRAME.matcher(line).find())
                .toList();
        var tail = new ArrayList<>(messages.subList(Math.max(0, messages.size() - LAST_LINES), messages.size()));
        lines.reversed().stream()
                .filter(line -> EXCEPTION.matcher(line).find())
                .findFirst()
                .filter(exception -> !tail.contains(exception))
                .ifPresent(tail::addFirst);
        return tail;
    }
}
