package swapr.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of a process and its children, in MB. */
final class Memory {

    private Memory() {}

    static long residentMb(long pid) {
        var family = Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
        return family.mapToLong(Memory::residentKb).sum() / 1024;
    }

    /**
     * PostgreSQL's processes share most of their pages; counting shared pages in full for each would make one server
     * look like twenty. So where the kernel knows it, this is the proportional share.
     */
    private static long residentKb(long pid) {
        try {
            for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            // Not Linux, or not ours to look at.
        }
        return fromPs(pid);
    }

    private static long fromPs(long pid) {
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            var said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return said.isEmpty() ? 0 : Long.parseLong(said);
        } catch (IOException e) {
            return 0;
        }
    }
}
