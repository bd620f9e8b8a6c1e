package swapr.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The file {@code stat} of a process or thread in {@code /proc}; see proc_pid_stat(5).
 *
 * @param text empty if the process has ended
 */
record ProcStat(String text) {

    static final Path PROC = Path.of("/proc");

    /** The kernel reports times in ticks of ten milliseconds. */
    static final long TICK_MILLIS = 10;

    /** @param directory of the process or thread */
    static ProcStat of(Path directory) {
        try {
            return new ProcStat(Files.readString(directory.resolve("stat")).strip());
        } catch (IOException e) {
            return new ProcStat(""); // it has ended
        }
    }

    /** A process and its descendants. */
    static Stream<Long> family(long pid) {
        return Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
    }

    /** User and system time. */
    long millis() {
        return time(11) + time(12);
    }

    /** User and system time, with the children that have ended. */
    long millisWithChildren() {
        return millis() + time(13) + time(14);
    }

    /** A field, counted from the one after the name. The name in parentheses may contain spaces. */
    private long time(int field) {
        return text.isEmpty()
                ? 0
                : TICK_MILLIS
                        * Long.parseLong(
                                text.substring(text.lastIndexOf(')') + 2).split(" ", -1)[field]);
    }
}
