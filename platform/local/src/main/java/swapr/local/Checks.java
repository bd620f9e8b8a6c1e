package swapr.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What would go wrong later and can be seen now, one line each, with what to do about it. */
final class Checks {

    static final long MEMORY_NEEDED_MB = 2_500;
    /** Of the first start: servers, libraries, caches and data take about so much. */
    static final long DISK_NEEDED_MB = 1_500;
    /** PostgreSQL and the broker end when there is no room left. */
    static final long DISK_LOW_MB = 1_024;

    private Checks() {}

    static List<String> beforeStarting(Layout layout, PortBlock ports, Collection<String> missing) {
        var problems = new ArrayList<String>();
        java(Runtime.version().feature(), problems);
        ports(ports, missing, problems);
        memory(availableMemoryMb(), missing.size(), problems);
        disk(layout, problems);
        path(layout.root(), problems);
        jars(layout, problems);
        return problems;
    }

    static void java(int feature, List<String> problems) {
        if (feature != 25) {
            problems.add("Java %d is running this, Swapr needs a JDK 25: set SWAPR_JDK to one".formatted(feature));
        }
    }

    static void ports(PortBlock ports, Collection<String> missing, List<String> problems) {
        var taken = new ArrayList<String>();
        ports.owners().forEach((port, process) -> {
            if (missing.contains(process) && Ports.inUse(port)) {
                taken.add("port %d for %s".formatted(port, process));
            }
        });
        if (!taken.isEmpty()) {
            var others = taken.size() == 1 ? " is" : " and %d more of the block are".formatted(taken.size() - 1);
            problems.add("%s%s in use by somebody else: end that process, or choose another block of ports, such as"
                            .formatted(taken.getFirst(), others)
                    + " ./swapr up --port %d".formatted(ports.base() + 1_000));
        }
    }

    static void memory(long availableMb, int processes, List<String> problems) {
        // Without all of them, ten processes' share each.
        var needed = MEMORY_NEEDED_MB
                * processes
                / new PortBlock(PortBlock.USUAL).processes().size();
        if (availableMb >= 0 && availableMb < needed) {
            problems.add(
                    "%d MB of memory are free, Swapr needs about %d: close something".formatted(availableMb, needed));
        }
    }

    /** Too little for a first start. A marketplace that has its data needs only what it writes: {@link #lowDisk}. */
    static void disk(Layout layout, List<String> problems) {
        if (!Files.exists(layout.state())) {
            disk(freeMb(layout), layout.home(), problems);
        }
        if (!Files.isWritable(layout.root())) {
            problems.add(layout.root() + " cannot be written to, and Swapr keeps its data in .swapr there");
        }
    }

    static void disk(long freeMb, Path home, List<String> problems) {
        if (freeMb >= 0 && freeMb < DISK_NEEDED_MB) {
            problems.add("%d MB are free on the disk of %s, the first start of Swapr needs %d: make room"
                    .formatted(freeMb, home, DISK_NEEDED_MB));
        }
    }

    /** No reason not to start, but to make room. */
    static void lowDisk(long freeMb, Path home, List<String> warnings) {
        if (freeMb >= 0 && freeMb < DISK_LOW_MB) {
            warnings.add(
                    "only %d MB are free on the disk of %s, and PostgreSQL and the broker end when it is full: make room"
                            .formatted(freeMb, home));
        }
    }

    /** On the disk that has Swapr's data, or will have them; -1 where the system does not say. */
    static long freeMb(Layout layout) {
        try {
            var there = Files.exists(layout.home()) ? layout.home() : layout.root();
            return Files.getFileStore(there).getUsableSpace() >> 20;
        } catch (IOException e) {
            return -1;
        }
    }

    static void path(Path root, List<String> problems) {
        for (var character : List.of(",", ":")) {
            if (root.toString().contains(character)) {
                problems.add(
                        "the path %s contains a '%s', which Kafka's and Java's lists of files cannot carry: move it"
                                .formatted(root, character));
            }
        }
    }

    static void jars(Layout layout, List<String> problems) {
        for (var app : App.values()) {
            var jar = app.jar(layout.root());
            if (!Files.exists(jar)) {
                problems.add("%s is not built: run ./mvnw -DskipTests package"
                        .formatted(layout.root().relativize(jar)));
            }
        }
    }

    /** What could be had without swapping, in MB; -1 where the system does not say. */
    static long availableMemoryMb() {
        try {
            for (var line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
                }
            }
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }
}
