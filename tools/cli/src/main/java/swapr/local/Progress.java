package swapr.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a line when a process becomes healthy. On a terminal it also shows which processes are still starting. */
final class Progress {

    /** Prints nothing. */
    static final Progress NONE = new Progress(new PrintStream(OutputStream.nullOutputStream()), false);

    private final PrintStream out;
    private final boolean terminal;
    private final Instant began = Instant.now();
    private final List<String> waiting = new ArrayList<>();

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void starting(String name) {
        waiting.add(name);
        live();
    }

    synchronized void healthy(String name, Instant since) {
        waiting.remove(name);
        line("  %-13s healthy after %s".formatted(name, seconds(since)));
        live();
    }

    synchronized void line(String line) {
        out.println((terminal ? "\r\033[K" : "") + line);
    }

    synchronized void finished(String line) {
        waiting.clear();
        line(line + " in " + seconds(began));
    }

    private void live() {
        if (terminal && !waiting.isEmpty()) {
            out.print("\r\033[K  waiting for " + String.join(", ", waiting));
            out.flush();
        }
    }

    static String seconds(Instant since) {
        return String.format(
                Locale.ROOT, "%.1f s", Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }
}
