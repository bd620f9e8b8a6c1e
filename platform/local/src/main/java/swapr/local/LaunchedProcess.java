package swapr.local;

import java.time.Duration;

/**
 * A process that was just started.
 *
 * @param process for its starter to wait for: the process itself, or the shell that waits for it and ends with its exit code
 * @param pid of the process itself
 */
record LaunchedProcess(Process process, long pid) {

    boolean alive() {
        return process.isAlive();
    }

    /** Of a process that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Kills it, as a crash would. */
    void kill() {
        OsProcess.stop(pid, "KILL", Duration.ofSeconds(5));
        process.destroyForcibly();
    }
}
