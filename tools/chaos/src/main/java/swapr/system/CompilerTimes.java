package swapr.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processor time of the JIT compilers. A thread reads the compiler threads every two seconds. A JVM ends a compiler
 * thread that has been idle for some seconds, and the kernel then forgets the time of the thread.
 */
final class CompilerTimes implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The processes in which compiler threads may run. A JVM stays the same process, so they are found once. */
    private final Map<String, List<Long>> families = new TreeMap<>();

    private final Map<String, Map<String, Long>> compilerMillis = new TreeMap<>();
    private final Set<String> optimizing = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean running = true;

    CompilerTimes(Map<String, Long> pids) {
        pids.forEach(
                (process, pid) -> families.put(process, ProcStat.family(pid).toList()));
        readCompilers();
        this.thread = Thread.ofPlatform().daemon().name("compilers").start(this::watch);
    }

    private void watch() {
        while (running) {
            Waiting.pause(EVERY);
            readCompilers();
        }
    }

    /** The time of the compilers since the start of each JVM, in milliseconds. */
    Map<String, Long> sample() {
        readCompilers();
        return times();
    }

    private synchronized Map<String, Long> times() {
        var compilers = new TreeMap<String, Long>();
        compilerMillis.forEach((process, threads) -> compilers.put(
                process, threads.values().stream().mapToLong(millis -> millis).sum()));
        return compilers;
    }

    /**
     * Waits until the JIT compilers of all processes are idle: together they need less than 2 % of one processor for
     * three seconds.
     *
     * @return the seconds until then; negative if they were not idle within this time
     */
    double awaitIdle(Duration atMost) {
        long began = System.nanoTime();
        var calm = 0;
        while (System.nanoTime() - began < atMost.toNanos()) {
            long before = sum();
            Waiting.pause(SECOND);
            readCompilers();
            calm = sum() - before <= 2 * ProcStat.TICK_MILLIS ? calm + 1 : 0;
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
        return times().values().stream().mapToLong(millis -> millis).sum();
    }

    private synchronized void readCompilers() {
        families.forEach((process, family) -> family.forEach(member -> {
            var tasks = ProcStat.PROC.resolve(member + "/task");
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
        var stat = ProcStat.of(task);
        boolean optimizes = stat.text().contains("(C2 CompilerThre");
        if (optimizes || stat.text().contains("(C1 CompilerThre")) {
            compilerMillis.computeIfAbsent(process, _ -> new TreeMap<>()).put(task.toString(), stat.millis());
        }
        if (optimizes) {
            optimizing.add(process);
        }
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
    }
}
