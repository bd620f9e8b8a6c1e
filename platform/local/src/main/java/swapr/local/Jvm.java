package swapr.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How our JVMs are started: small, and from a cache of the last time where there is one. */
final class Jvm {

    /** An ahead-of-time cache is used only by a JVM with the same collector and header layout as the one that made it. */
    private static final List<String> ALIKE = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

    private static final List<String> SMALL = List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40",
            "-Xss512k",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8");

    /**
     * The optimizing compiler waits until code is a hundred times hotter than usual. Six applications starting on two
     * cores spend 40 % of their processor time in it otherwise, on code that mostly runs once; under load, code gets that
     * hot within seconds.
     */
    private static final List<String> PATIENT_COMPILER = List.of(
            "-XX:Tier4InvocationThreshold=500000",
            "-XX:Tier4MinInvocationThreshold=60000",
            "-XX:Tier4CompileThreshold=1500000",
            "-XX:Tier4BackEdgeThreshold=4000000");

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
        flags.add("-Xmx" + heap);
        flags.add("-XX:AOTCacheOutput=" + cache);
        flags.add(QUIET);
        return flags;
    }

    /** For a run; {@code SWAPR_JVM} adds flags of the user's own, separated by spaces. */
    static List<String> flags(Path cache, String heap) {
        var flags = new ArrayList<>(ALIKE);
        flags.addAll(SMALL);
        flags.addAll(PATIENT_COMPILER);
        flags.add("-Xmx" + heap);
        if (Files.exists(cache)) {
            flags.add("-XX:AOTCache=" + cache);
            flags.add(QUIET);
        }
        var own = Environment.get("SWAPR_JVM", "").strip();
        if (!own.isEmpty()) {
            flags.addAll(List.of(own.split(" +", -1)));
        }
        return flags;
    }

    /** Keeps the C library from giving every thread an arena of memory of its own. */
    static void frugal(Map<String, String> environment) {
        environment.put("MALLOC_ARENA_MAX", "2");
    }
}
