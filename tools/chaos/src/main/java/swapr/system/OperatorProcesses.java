package swapr.system;

import java.util.List;
import java.util.Map;
import swapr.local.OsProcess;
import swapr.system.FaultLog.FaultEntry;

/** The processes that an operator kills, stops, freezes and starts in the control room. */
final class OperatorProcesses {

    /** All five services use these servers, so each of them may send its last batch again. */
    private static final List<String> SHARED = List.of("postgres", "kafka");

    private final FaultSite site;
    private final FaultLog faultLog;

    OperatorProcesses(FaultSite site, FaultLog faultLog) {
        this.site = site;
        this.faultLog = faultLog;
    }

    /** Ends a process like a crash. It stays away until a start. */
    void kill(String process) {
        log("kill", process);
        site.swapr("down", "--kill", process);
    }

    /** Ends a process after its open work. It stays away until a start. */
    void stop(String process) {
        log("stop", process);
        site.swapr("down", process);
    }

    /** Starts the missing processes. Returns when they are healthy. Automatic restarts stay on or off. */
    void start() {
        if (site.restartsAreChosen()) {
            site.swapr("up", "--detach");
        } else {
            site.swapr("up", "--detach", "--no-restart");
        }
    }

    /** Notes in the journal that killed and stopped processes run again. */
    void noteStarted(FaultJournal journal) {
        var alive = site.pids().keySet();
        journal.end(
                entry -> alive.stream().anyMatch(name -> entry.is("kill " + name) || entry.is("stop " + name)),
                "started again");
    }

    /** Whether all processes run. */
    boolean isComplete() {
        return site.pids().keySet().containsAll(site.names());
    }

    /** Stops a process until it is continued. */
    void freeze(String process) {
        long pid = pid(process);
        log("freeze", process);
        OsProcess.freeze(pid);
    }

    /** Continues a frozen process. Does nothing if it does not run any more. */
    void resume(String process) {
        Long pid = site.pids().get(process);
        if (pid != null) {
            OsProcess.resume(pid);
        }
    }

    /** The names of all processes that are frozen, by anyone. */
    List<String> frozen() {
        return site.pids().entrySet().stream()
                .filter(process -> OsProcess.isFrozen(process.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The pid of a process of this site. The control room cannot end itself.
     *
     * @throws IllegalStateException if there is none
     */
    long pid(String process) {
        Long pid = process.equals("room") ? null : site.pids().get(process);
        if (pid == null) {
            throw new IllegalStateException("there is no running process \"%s\"".formatted(process));
        }
        return pid;
    }

    private void log(String fault, String process) {
        int services = SHARED.contains(process) ? 5 : 1;
        faultLog.add(new FaultEntry(
                "control room: %s %s".formatted(fault, process), (long) services * Scenarios.BATCH, services, null));
    }
}
