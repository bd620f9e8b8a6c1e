package swapr.local;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Reports in one sentence when and why a process ended, or how often it was started again. */
final class ExitReport {

    private final Layout layout;
    private final State state;
    private final ExitNotes notes;
    private final RestartPolicy restarts;

    ExitReport(Layout layout, State state) {
        this.layout = layout;
        this.state = state;
        this.notes = new ExitNotes(layout);
        this.restarts = new RestartPolicy(layout);
    }

    /** One line for each process that has something to report. */
    List<String> lines() {
        return state.portsOfLastStart().processes().stream()
                .map(this::line)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Whether the process is not started again automatically. */
    boolean forGood(String name) {
        return !restarts.areOn() || notes.isStopped(name) || notes.isGivenUp(name);
    }

    /** Empty if the process runs and was not started again recently, or if no exit is noted. */
    String line(String name) {
        var again = notes.startedAgain(name);
        if (state.alive(name).isPresent()) {
            return again.isEmpty()
                    ? ""
                    : "%s runs, but was started again %s within %d minutes. At %s it %s; see ./swapr logs %s."
                            .formatted(
                                    name,
                                    times(again.size()),
                                    ExitNotes.WINDOW.toMinutes(),
                                    clock(again.getLast().at()),
                                    again.getLast().reason(),
                                    ProcessSupervisor.NAME);
        }
        var stopped = notes.stoppedAt(name);
        if (stopped.isPresent()) {
            return "%s was stopped on purpose at %s. ./swapr up starts it again.".formatted(name, clock(stopped.get()));
        }
        var ending = notes.ending(name);
        if (ending.isEmpty()) {
            return "";
        }
        return "%s %s at %s (%s ago). %s"
                .formatted(
                        name,
                        said(ending.get().reason(), LastLogLine.of(layout.log(name), ending.get())),
                        clock(ending.get().at()),
                        ago(ending.get().at()),
                        nextStep(name, again.size()));
    }

    private String nextStep(String name, int again) {
        if (notes.isGivenUp(name)) {
            return "It was started again %s without success. ".formatted(times(again)) + whatToDo(name);
        }
        if (restarts.areOn()) {
            return "It is being started again; see ./swapr logs %s.".formatted(ProcessSupervisor.NAME);
        }
        return "./swapr up starts it again.";
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String clock(Instant at) {
        return LocalTime.ofInstant(at, ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private static String ago(Instant at) {
        var seconds = Math.max(0, Duration.between(at, Instant.now()).toSeconds());
        return seconds < 120 ? seconds + " s" : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    static String said(String reason, String lastLogLine) {
        return lastLogLine.isEmpty() ? reason : "%s; from its log: %s".formatted(reason, lastLogLine);
    }

    static String whatToDo(String name) {
        return "Read ./swapr logs %s, fix the cause, then run ./swapr up.".formatted(name);
    }
}
