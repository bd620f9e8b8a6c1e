package swapr.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process did not start: which one, why, where its log is, and the log's last lines. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int LAST_LINES = 15;

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
        if (lines.isEmpty()) {
            return "";
        }
        var tail = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return ", ending:\n  " + String.join("\n  ", tail);
    }
}
