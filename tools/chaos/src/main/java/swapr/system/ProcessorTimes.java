package swapr.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The processor time of processes with their children, and the part of the JIT compilers in it. It comes from
 * {@code /proc}, so it is known on Linux only. A thread reads the compiler threads every two seconds. A JVM ends a
 * compiler thread that has been idle for some seconds, and the kernel then forgets the time of the thread.
 */
final class ProcessorTimes implements AutoCloseable {

    /**
     * Processor time since the start of each process, in milliseconds. All maps are empty if it is not known.
     *
     * @param total user and system time, with the children
     * @param compilers the part of the JIT compilers; only for JVMs
     */
    record Sample(Map<String, Long> total, Map<String, Long> compilers) {

        /** The time between the other sample and this one. */
        Sample since(Sample before) {
            return new Sample(difference(before.total, total), difference(before.compilers, compilers));
        }

        private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> now) {
            var result = new LinkedHashMap<String, Long>();
            now.forEach((process, millis) -> result.put(process, millis - before.getOrDefault(process, 0L)));
            return result;
        }
    }

    /** The kernel reports times in ticks of ten milliseconds. */
    private static final long TICK = 10;

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Path PROC = Path.of("/proc");

    private final Map<String, Long> pids;
    /** The processes in which compiler threads may run. A JVM stays the same process, so they are found once. */
    private final Map<String, List<Long>> families = new TreeMap<>();
    /** How often a thread was read that is no compiler thread. Reading all threads each time would cost much. */
    private final Map<Path, Integer> others = new HashMap<>();

    private final Map<String, Map<String, Long>> compilerTicks = new TreeMap<>();
    private final Set<String> optimizing = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean running = true;

    /** @param pids by the names of the processes; the samples have their order */
    ProcessorTimes(Map<String, Long> pids) {
        this.pids = pids;
        pids.forEach((process, pid) -> families.put(process, family(pid).toList()));
        readCompilers();
        this.thread = Thread.ofPlatform().daemon().name("compilers").start(this::watch);
    }

    private void watch() {
        while (running) {
            Waiting.pause(EVERY);
            readCompilers();
        }
    }

    static boolean known() {
        return Files.exists(PROC.resolve("self/stat"));
    }

    Sample sample() {
        if (!known()) {
            return new Sample(Map.of(), Map.of());
        }
        var total = new LinkedHashMap<String, Long>();
        pids.forEach((process, pid) -> total.put(
                process,
                family(pid)
                                .mapToLong(member -> ticks(PROC.resolve(member + "/stat"), true))
                                .sum()
                        * TICK));
        readCompilers();
        return new Sample(total, compilers());
    }

    private synchronized Map<String, Long> compilers() {
        var compilers = new TreeMap<String, Long>();
        compilerTicks.forEach((process, threads) -> compilers.put(
                process,
                threads.values().stream().mapToLong(ticks -> ticks * TICK).sum()));
        return compilers;
    }

    /**
     * Waits until the JIT compilers of all processes are idle: together they need less than 2 % of one processor for
     * three seconds.
     *
     * @return the seconds until then; negative if they were not idle within this time
     */
    double awaitIdleCompilers(Duration atMost) {
        long began = System.nanoTime();
        var calm = 0;
        while (System.nanoTime() - began < atMost.toNanos()) {
            long before = sum();
            Waiting.pause(SECOND);
            readCompilers();
            calm = sum() - before <= 2 * TICK ? calm + 1 : 0;
            if (calm == 3) {
                return (System.nanoTime() - began) / 1e9;
            }
        }
        return -1;
    }

    /** The processes in which the optimizing compiler (C2) may run. */
    Set<String> optimizing() {
        return new TreeSet<>(optimizing);
    }

    private long sum() {
        return compilers().values().stream().mapToLong(millis -> millis).sum();
    }

    private synchronized void readCompilers() {
        families.forEach((process, family) -> family.forEach(member -> {
            var tasks = PROC.resolve(member + "/task");
            if (!Files.isDirectory(tasks)) {
                return;
            }
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
                for (Path each : threads) {
                    readCompiler(process, each);
                }
            } catch (IOException e) {
                // The process has ended.
            }
        }));
    }

    private void readCompiler(String process, Path task) {
        if (others.getOrDefault(task, 0) == 2) { // not 1, because a thread gets its name after its start
            return;
        }
        String stat = read(task.resolve("stat"));
        boolean optimizes = stat.contains("(C2 CompilerThre");
        if (optimizes || stat.contains("(C1 CompilerThre")) {
            compilerTicks.computeIfAbsent(process, _ -> new TreeMap<>()).put(task.toString(), ticks(stat, false));
        }
        if (optimizes) {
            optimizing.add(process);
        }
    }

    private static Stream<Long> family(long pid) {
        return Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
    }

    private static long ticks(Path stat, boolean withEndedChildren) {
        return ticks(read(stat), withEndedChildren);
    }

    /** Fields 14 to 17 of proc_pid_stat(5). The name in parentheses may contain spaces. */
    private static long ticks(String stat, boolean withEndedChildren) {
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return withEndedChildren ? own + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : own;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
    }
}
