package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import swapr.local.LocalMarketplace;

/**
 * The live objects in the heap of each process. A heap grows to its limit before the serial collector collects its old
 * objects, so the size of a process does not show a leak. The size of its live objects does.
 */
final class LiveHeaps {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private LiveHeaps() {}

    /**
     * Causes a full collection in each Java process.
     *
     * @return the MB of live objects, by process name
     * @throws IllegalStateException if a process gives no histogram
     */
    static Map<String, Long> mb(LocalMarketplace marketplace) {
        var live = new TreeMap<String, Long>();
        var machines = new TreeMap<>(marketplace.pids());
        machines.remove("postgres"); // no JVM; jcmd sends SIGQUIT, and PostgreSQL then ends immediately
        machines.forEach((process, pid) -> live.put(process, total(histogram(pid)) >> 20));
        return live;
    }

    /** The output of {@code jcmd PID GC.class_histogram}, which contains live objects only. */
    private static String histogram(long pid) {
        try {
            var jcmd = new ProcessBuilder(JCMD.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            try (var output = jcmd.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes in the last line, such as {@code Total  412345  28123456}. */
    static long total(String histogram) {
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total "))
                .map(line -> line.strip().split("\\s+"))
                .mapToLong(words -> Long.parseLong(words[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no histogram of the heap: " + histogram));
    }
}
