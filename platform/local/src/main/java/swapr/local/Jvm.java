package swapr.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How our JVMs are started: small, and from a cache of the last time where there is one. */
final class Jvm {

    /** An ahead-of-time cache is used only by a JVM with the same collector and header layout as the one that made it. */
    private static final List<String> ALIKE = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

    private static final List<String> SMALL = List.of(
            "-XX:+ExitOnOutOfMemoryError",
            // Without it a heap begins as large as it may become, and all of its young part is used before anything is collected.
            "-Xms48m",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40",
            "-XX:MetaspaceSize=128m", // below that, no full collection only because classes are loaded
            "-Xss512k",
            // What the optimizing compiler and the libraries took from the C library and gave back goes to the system
            // each minute.
            "-XX:TrimNativeHeapInterval=60000",
            "-XX:ReservedCodeCacheSize=64m",
            "-Djdk.nio.maxCachedBufferSize=65536", // bytes; larger buffers are not kept for each thread
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8");

    /**
     * Six applications that start without caches on two cores have no processor time for the optimizing compiler, nor for
     * the profiling code that prepares its work: they would take a quarter of the start. Nor is a cache any better for
     * the profiles of a start: with them the optimizing compiler works from the first second on code that runs once.
     */
    private static final List<String> QUICK_COMPILER = List.of("-XX:TieredStopAtLevel=1");

    /** A class that cannot be cached, or a cache of another JDK, is no harm: no need to say so in every log. */
    private static final String QUIET = "-Xlog:aot=off,cds=off";

    private Jvm() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Our own classes and their libraries. Our jar is used as a copy, because the next build replaces it under those who
     * still run.
     */
    static String classPath(Layout layout) {
        var all = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        return Arrays.stream(all)
                .map(entry -> isOurs(entry) ? copyOf(Path.of(entry), layout) : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Our own jar, or a copy of it. */
    static boolean isOurs(String entry) {
        return entry.endsWith("local-1.0.0-SNAPSHOT.jar") || entry.contains("/apps/local/");
    }

    private static String copyOf(Path jar, Layout layout) {
        try {
            var copy =
                    layout.app("local").resolve(Files.getLastModifiedTime(jar).toMillis() + ".jar");
            if (!Files.exists(copy)) {
                Files.createDirectories(copy.getParent());
                var fresh = Files.createTempFile(copy.getParent(), "copying-", ".tmp");
                Files.copy(jar, fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
            }
            return copy.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flags with which a cache is made. */
    static List<String> training(Path cache, String heap) {
        var flags = new ArrayList<>(ALIKE);
        flags.addAll(QUICK_COMPILER);
        flags.add("-Xmx" + heap);
        flags.add("-XX:AOTCacheOutput=" + cache);
        flags.add(QUIET);
        return flags;
    }

    /** For a run; {@code SWAPR_JVM} adds flags of the user's own, separated by spaces. */
    static List<String> flags(Path cache, String heap) {
        var flags = new ArrayList<>(ALIKE);
        flags.addAll(SMALL);
        flags.add("-Xmx" + heap);
        if (Files.exists(cache)) {
            flags.add("-XX:AOTCache=" + cache);
            flags.add(QUIET);
        } else {
            flags.addAll(QUICK_COMPILER);
        }
        var own = Environment.get("SWAPR_JVM", "").strip();
        if (!own.isEmpty()) {
            flags.addAll(List.of(own.split(" +", -1)));
        }
        return flags;
    }

    /** Keeps the C library from giving every thread an arena of memory of its own. */
    static Map<String, String> frugal(Map<String, String> environment) {
        var all = new LinkedHashMap<>(environment);
        all.put("MALLOC_ARENA_MAX", "2");
        return all;
    }
}
