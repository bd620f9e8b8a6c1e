package swapr.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One restart of an ended process: the pause before it, the start, and the lines of the log. */
final class ProcessRestart {

    static final int MOST = 5;

    private static final Duration POSTGRES_TIMEOUT = Duration.ofSeconds(60);

    private final Layout layout;
    private final State state;
    private final ExitNotes notes;
    private final RestartPolicy restarts;
    private final PrintStream out;
    private final Duration firstPause;
    /** The number of failed starts of each process. */
    private final Map<String, Integer> failedStarts = new ConcurrentHashMap<>();

    /** @param firstPause the pause before the first restart; each later pause is twice as long */
    ProcessRestart(
            Layout layout, State state, ExitNotes notes, RestartPolicy restarts, PrintStream out, Duration firstPause) {
        this.layout = layout;
        this.state = state;
        this.notes = notes;
        this.restarts = restarts;
        this.out = out;
        this.firstPause = firstPause;
    }

    /** Waits for the pause and for PostgreSQL, then starts the process; or gives it up. */
    void of(String name, Marketplace marketplace) {
        var why = notes.ending(name)
                .map(ending -> ExitReport.said(ending.reason(), LastLogLine.of(layout.log(name), ending)))
                .orElse("could not be started");
        var before = notes.startedAgain(name).size() + failedStarts.getOrDefault(name, 0);
        if (before >= MOST) {
            log("%s %s. It was started again %d times within %d minutes, so it is given up. %s"
                    .formatted(name, why, before, ExitNotes.WINDOW.toMinutes(), ExitReport.whatToDo(name)));
            notes.givenUp(name);
            return;
        }
        var pause = firstPause.multipliedBy(1L << before);
        log("%s %s. It is started again in %d s (%d of %d within %d minutes)."
                .formatted(name, why, pause.toSeconds(), before + 1, MOST, ExitNotes.WINDOW.toMinutes()));
        OsProcess.await(pause, () -> notes.isStopped(name));
        if (needsDatabase(name)) {
            OsProcess.await(POSTGRES_TIMEOUT, 200, () -> notes.isStopped(name) || healthy("postgres"));
        }
        if (notes.isStopped(name) || !restarts.areOn()) {
            return;
        }
        try {
            marketplace.start(List.of(name));
            failedStarts.remove(name);
            log(name + " is healthy again.");
        } catch (RuntimeException e) {
            log(String.valueOf(e.getMessage()));
            if (notes.ending(name).isEmpty()) {
                failedStarts.merge(name, 1, Integer::sum);
            }
        }
    }

    /** Whether the last start of this process failed. */
    boolean hasFailed(String name) {
        return failedStarts.containsKey(name);
    }

    private static boolean needsDatabase(String name) {
        return !List.of("postgres", "kafka", "bank", "mail", Room.NAME).contains(name)
                && Instance.of(name).app().hasDatabase();
    }

    private boolean healthy(String name) {
        return state.alive(name).isPresent() && ProcessTable.healthy(name, state.portsOfLastStart());
    }

    private void log(String line) {
        out.printf("%s %s%n", LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS), line);
    }
}
