package swapr.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The process whose life the infrastructure shares: the Maven run we belong to, or this JVM alone. */
record RunOwner(long pid) {

    /** Set by tests of this module only: who owns the infrastructure instead. */
    static final String PROPERTY = "swapr.test.owner";

    private static final String MAVEN = "org.codehaus.plexus.classworlds";

    static RunOwner ofThisRun() {
        Long given = Long.getLong(PROPERTY);
        return given != null
                ? new RunOwner(given)
                : ancestors()
                        .filter(RunOwner::isMaven)
                        .findFirst()
                        .map(maven -> new RunOwner(maven.pid()))
                        .orElseGet(RunOwner::thisJvm);
    }

    static RunOwner thisJvm() {
        return new RunOwner(ProcessHandle.current().pid());
    }

    /** A dead process that nobody has reaped yet (a container without an init) counts as dead. */
    boolean alive() {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException notLinuxOrJustGone) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
    }

    private static Stream<ProcessHandle> ancestors() {
        return Stream.iterate(
                        ProcessHandle.current().parent(),
                        Optional::isPresent,
                        process -> process.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream);
    }

    private static boolean isMaven(ProcessHandle process) {
        return process.info().commandLine().filter(line -> line.contains(MAVEN)).isPresent();
    }
}
