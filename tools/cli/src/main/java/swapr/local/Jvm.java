package swapr.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The options of our JVMs: they use little memory, and an ahead-of-time cache if there is one. */
final class Jvm {

    /** A JVM uses a cache only if it has the same collector and header layout as the JVM that made the cache. */
    private static final List<String> CACHE_OPTIONS = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

    private static final List<String> SMALL = List.of(
            "-XX:+ExitOnOutOfMemoryError",
            // Without it a heap starts at its largest size, and its whole young generation is used before the first
            // collection.
            "-Xms48m",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40",
            "-XX:MetaspaceSize=128m", // below that, loading classes causes no full collection
            "-Xss512k",
            // Each minute, memory that the optimizing compiler and the libraries have freed goes back to the system.
            "-XX:TrimNativeHeapInterval=60000",
            "-XX:ReservedCodeCacheSize=64m",
            "-Djdk.nio.maxCachedBufferSize=65536", // bytes; a thread keeps no larger buffer
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8");

    /**
     * The optimizing compiler pays only after thousands of orders. Until then it takes more processor time than it
     * saves (docs/decisions/0026). {@code -XX:TieredStopAtLevel=4} in {@code SWAPR_JVM} switches it on.
     */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    /** A class that cannot be cached, or a cache of another JDK, does no harm. So the logs do not mention it. */
    private static final String QUIET = "-Xlog:aot=off,cds=off";

    /** The jar with this class, or the directory of classes in a build. */
    private static final Path OUR_JAR = ourJar();

    private Jvm() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Our own classes and their libraries. A copy of our jar is used, because the next build replaces the jar while
     * processes still use it.
     */
    static String classPath(Layout layout) {
        var all = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        return Arrays.stream(all)
                .map(entry -> isOurs(entry) ? copyOf(Path.of(entry), layout) : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Whether this entry of the class path is our own jar. */
    static boolean isOurs(String entry) {
        return Path.of(entry).toAbsolutePath().normalize().equals(OUR_JAR);
    }

    private static Path ourJar() {
        try {
            return Path.of(Jvm.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String copyOf(Path jar, Layout layout) {
        if (jar.startsWith(layout.app("cli"))) {
            return jar.toString(); // this process itself runs from a copy
        }
        try {
            var copy = layout.app("cli").resolve(Files.getLastModifiedTime(jar).toMillis() + ".jar");
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

    /** The flags to make a cache. */
    static List<String> training(Path cache, String heap) {
        var flags = new ArrayList<>(CACHE_OPTIONS);
        flags.add(QUICK_COMPILER);
        flags.add("-Xmx" + heap);
        flags.add("-XX:AOTCacheOutput=" + cache);
        flags.add(QUIET);
        return flags;
    }

    /** The flags for a normal run. The user can add flags in {@code SWAPR_JVM}, separated by spaces. */
    static List<String> flags(Path cache, String heap) {
        var flags = new ArrayList<>(CACHE_OPTIONS);
        flags.addAll(SMALL);
        flags.add(QUICK_COMPILER);
        flags.add("-Xmx" + heap);
        if (Files.exists(cache)) {
            flags.add("-XX:AOTCache=" + cache);
            flags.add(QUIET);
        }
        var own = System.getenv().getOrDefault("SWAPR_JVM", "").strip();
        if (!own.isEmpty()) {
            flags.addAll(List.of(own.split(" +", -1)));
        }
        return flags;
    }

    /** Limits the memory arenas of the C library to two. By default they grow with the number of threads. */
    static Map<String, String> frugal(Map<String, String> environment) {
        var all = new LinkedHashMap<>(environment);
        all.put("MALLOC_ARENA_MAX", "2");
        return all;
    }
}
