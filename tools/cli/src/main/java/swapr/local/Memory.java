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
        var pids = Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
        return pids.mapToLong(Memory::residentKb).sum() / 1024;
    }

    /**
     * PostgreSQL's processes share most of their pages. If shared pages counted in full for each process, one server
     * would look like twenty. So this is the proportional set size (Pss) if the kernel reports it.
     */
    private static long residentKb(long pid) {
        try {
            for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            // This is not Linux, or we have no permission to read it.
        }
        return fromPs(pid);
    }

    private static long fromPs(long pid) {
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            var output = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return output.isEmpty() ? 0 : Long.parseLong(output);
        } catch (IOException e) {
            return 0;
        }
    }
}
