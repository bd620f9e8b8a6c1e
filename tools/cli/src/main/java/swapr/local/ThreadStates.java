package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The threads of a process on Linux, from {@code /proc}. A missing file, as on other systems, is an IOException. */
final class ThreadStates {

    private ThreadStates() {}

    /** The state of the first thread: R for running, S for sleeping, T for stopped, Z for zombie, … */
    static char of(long pid) throws IOException {
        return state(Path.of("/proc/" + pid));
    }

    static long count(long pid) throws IOException {
        try (var all = Files.list(threads(pid))) {
            return all.count();
        }
    }

    /** Whether all threads are stopped or have ended; true if this is not Linux. */
    static boolean areStopped(long pid) {
        if (!Files.isDirectory(threads(pid))) {
            return true; // the process has ended, or this is not Linux
        }
        try (var all = Files.list(threads(pid))) {
            for (Path thread : all.toList()) {
                if ("TZX".indexOf(state(thread)) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false; // a thread has just ended
        }
    }

    private static Path threads(long pid) {
        return Path.of("/proc/" + pid + "/task");
    }

    private static char state(Path directory) throws IOException {
        var stat = Files.readString(directory.resolve("stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
