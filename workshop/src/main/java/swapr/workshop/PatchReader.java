package swapr.workshop;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import swapr.workshop.Patch.FileChange;
import swapr.workshop.Patch.Hunk;
import swapr.workshop.Patch.Kind;
import swapr.workshop.Patch.PatchException;

/** Reads the text of a unified diff, as {@code git diff} writes it. */
final class PatchReader {

    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@.*");
    private static final Pattern INFORMATION = Pattern.compile("(diff --git|index|new file mode|deleted file mode) .*");
    private static final String NO_FILE = "/dev/null";

    private final List<String> lines;
    private final List<FileChange> files = new ArrayList<>();
    private int next;

    PatchReader(String text) {
        lines = text.lines().toList();
    }

    Patch read() {
        while (next < lines.size()) {
            var line = lines.get(next++);
            if (line.startsWith("--- ")) {
                file(path(line), path(take("+++ ")));
            } else if (line.startsWith("@@")) {
                hunk(line);
            } else if (!INFORMATION.matcher(line).matches()) {
                throw wrong("is not part of a unified diff");
            }
        }
        return new Patch(files);
    }

    private void file(String before, String after) {
        if (before.equals(NO_FILE)) {
            files.add(new FileChange(after, Kind.ADDED, new ArrayList<>()));
        } else {
            files.add(new FileChange(before, after.equals(NO_FILE) ? Kind.DELETED : Kind.CHANGED, new ArrayList<>()));
        }
    }

    private static String path(String line) {
        return line.substring(4).replaceFirst("\t.*", "").replaceFirst("^[ab]/", "");
    }

    private void hunk(String header) {
        var numbers = HUNK.matcher(header);
        if (!numbers.matches() || files.isEmpty()) {
            throw wrong("is no hunk of a file");
        }
        int oldLines = count(numbers.group(2));
        int newLines = count(numbers.group(3));
        var before = new ArrayList<String>();
        var after = new ArrayList<String>();
        int changed = 0;
        while (before.size() < oldLines || after.size() < newLines) {
            var line = take("");
            char kind = line.isEmpty() ? '?' : line.charAt(0);
            if (kind != ' ' && kind != '-' && kind != '+') {
                throw wrong("begins with no blank, - or +, and the hunk has more lines");
            }
            changed += kind == ' ' ? 0 : 1;
            if (kind != '+') {
                before.add(line.substring(1));
            }
            if (kind != '-') {
                after.add(line.substring(1));
            }
        }
        int place = Math.max(0, Integer.parseInt(numbers.group(1)) - 1);
        files.getLast().hunks().add(new Hunk(header, place, before, after, changed));
    }

    private static int count(String number) {
        return number == null ? 1 : Integer.parseInt(number);
    }

    private String take(String prefix) {
        if (next == lines.size() || !lines.get(next).startsWith(prefix)) {
            next = Math.min(next + 1, lines.size());
            throw wrong(prefix.isEmpty() ? "is missing" : "does not begin with " + prefix.strip());
        }
        return lines.get(next++);
    }

    private PatchException wrong(String problem) {
        var line = next <= lines.size() ? lines.get(next - 1) : "";
        return new PatchException("line %d of the patch %s: %s".formatted(next, problem, line));
    }
}
