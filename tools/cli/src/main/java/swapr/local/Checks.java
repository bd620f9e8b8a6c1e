package swapr.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Checks for problems that would make a start fail. Each problem is one line that includes a solution. */
final class Checks {

    static final long MEMORY_NEEDED_MB = 2_500;
    /** The approximate space that the first start needs for servers, libraries, caches and data. */
    static final long DISK_NEEDED_MB = 1_500;
    /** A warning is shown below this limit, because PostgreSQL and the broker end if the disk is full. */
    static final long DISK_LOW_MB = 1_024;

    private Checks() {}

    static List<String> beforeStarting(Layout layout, PortBlock ports, Collection<String> missing) {
        var problems = new ArrayList<String>();
        java(Runtime.version().feature(), problems);
        ports(ports, missing, problems);
        memory(availableMemoryMb(), missing.size(), problems);
        disk(layout, problems);
        path(layout.root(), problems);
        windowsDrive(layout.root(), System.getProperty("os.version"), problems);
        jars(layout, problems);
        return problems;
    }

    static void java(int feature, List<String> problems) {
        if (feature != 25) {
            problems.add("this is Java %d, but Swapr needs JDK 25. Set SWAPR_JDK to a JDK 25".formatted(feature));
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
            problems.add("%s%s in use by another program. End that program, or use another block of ports:"
                            .formatted(taken.getFirst(), others)
                    + " ./swapr up --port %d".formatted(ports.base() + 1_000));
        }
    }

    static void memory(long availableMb, int processes, List<String> problems) {
        // If only some processes are missing, each of them has an equal share.
        var needed = MEMORY_NEEDED_MB
                * processes
                / new PortBlock(PortBlock.USUAL).processes().size();
        if (availableMb >= 0 && availableMb < needed) {
            problems.add("%d MB of memory are free, but Swapr needs about %d MB. Close other programs"
                    .formatted(availableMb, needed));
        }
    }

    /** Checks the disk for a first start. Later starts need only space for new data: {@link #lowDisk}. */
    static void disk(Layout layout, List<String> problems) {
        if (!Files.exists(layout.state())) {
            disk(freeMb(layout), layout.home(), problems);
        }
        if (!Files.isWritable(layout.root())) {
            problems.add(
                    layout.root() + " is not writable, but Swapr needs the directory .swapr there. Make it writable");
        }
    }

    static void disk(long freeMb, Path home, List<String> problems) {
        if (freeMb >= 0 && freeMb < DISK_NEEDED_MB) {
            problems.add("%d MB are free on the disk of %s, but the first start needs %d MB. Free some space"
                    .formatted(freeMb, home, DISK_NEEDED_MB));
        }
    }

    /** Adds a warning that does not prevent a start. */
    static void lowDisk(long freeMb, Path home, List<String> warnings) {
        if (freeMb >= 0 && freeMb < DISK_LOW_MB) {
            warnings.add(
                    "only %d MB are free on the disk of %s. PostgreSQL and Kafka end if it is full. Free some space"
                            .formatted(freeMb, home));
        }
    }

    /** The free space on the disk of Swapr's data, in MB; -1 if the system does not report it. */
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
                        "the path %s contains '%s', which Kafka or Java uses as a separator of paths. Move the checkout"
                                .formatted(root, character));
            }
        }
    }

    /** @param kernel the version of the system's kernel; in WSL it names Microsoft */
    static void windowsDrive(Path root, String kernel, List<String> problems) {
        if (root.toString().matches("/mnt/[a-z](/.*)?") && kernel.contains("microsoft")) {
            problems.add("%s is on a drive of Windows, where PostgreSQL cannot keep its files.".formatted(root)
                    + " Clone into your home directory of Linux");
        }
    }

    static void jars(Layout layout, List<String> problems) {
        var jars = Stream.concat(
                Stream.of(App.values()).map(app -> app.jar(layout.root())),
                Stream.of(PlainProgram.values()).map(program -> program.jar(layout.root())));
        for (var jar : jars.toList()) {
            if (!Files.exists(jar)) {
                problems.add("%s is not built. Run ./mvnw -DskipTests package"
                        .formatted(layout.root().relativize(jar)));
            }
        }
    }

    /** The memory that is available without swapping, in MB; -1 if the system does not report it. */
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
