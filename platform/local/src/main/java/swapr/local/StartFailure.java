package swapr.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A process did not start: which one, why, where its log is, and the log's last lines. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int LAST_LINES = 10;
    private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ )");
    private static final Pattern EXCEPTION = Pattern.compile("^(Caused by: )?[\\w.$]+(Exception|Error)(: |$)");

    StartFailure(String process, String reason, Path logFile) {
        super("%s did not start: %s. Its log is %s%s".formatted(process, reason, logFile, lastLines(logFile)));
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
        return lines.isEmpty() ? "" : ", ending:\n  " + String.join("\n  ", telling(lines));
    }

    /** The last lines without stack frames, and before them the exception's own words, which may stand far above. */
    static List<String> telling(List<String> lines) {
        var spoken = lines.stream()
                .filter(line -> !line.isBlank() && !FRAME.matcher(line).find())
                .toList();
        var tail = new ArrayList<>(spoken.subList(Math.max(0, spoken.size() - LAST_LINES), spoken.size()));
        lines.reversed().stream()
                .filter(line -> EXCEPTION.matcher(line).find())
                .findFirst()
                .filter(exception -> !tail.contains(exception))
                .ifPresent(tail::addFirst);
        return tail;
    }
}
