package swapr.local;

import java.time.Duration;

/**
 * A process that was just started.
 *
 * @param process to wait for: the process itself, or the shell around it, which ends with the same exit code
 * @param pid of the process itself
 */
record LaunchedProcess(Process process, long pid) {

    boolean alive() {
        return process.isAlive();
    }

    /** The exit code; the process must have ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Kills the process, like a crash. */
    void kill() {
        OsProcess.stop(pid, "KILL", Duration.ofSeconds(5));
        process.destroyForcibly();
    }
}
