package swapr.testing;

import java.util.Optional;
import java.util.stream.Stream;
import swapr.local.OsProcess;

/** The process with which the infrastructure ends: this JVM's Maven run, or the JVM itself if there is none. */
record RunOwner(long pid) {

    /** System property with the pid of another owner. Only tests of this module set it. */
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

    /** Returns false for a zombie too. A container without an init process does not remove its zombies. */
    boolean alive() {
        return OsProcess.alive(pid);
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
