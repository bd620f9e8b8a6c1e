package swapr.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/**
 * Whether ended processes are started again. {@code ./swapr up} switches restarts on, and {@code down} switches them
 * off. {@code ./swapr chaos} suspends them, because it kills processes.
 */
final class RestartPolicy {

    private final Layout layout;

    RestartPolicy(Layout layout) {
        this.layout = layout;
    }

    /** Writes the script that the shells call after a process has ended. */
    void on() {
        var supervisor = layout.run().resolve("keeper");
        var command = new ArrayList<>(List.of(
                Jvm.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=swapr/local/logging.xml",
                "-Dswapr.root=" + layout.root()));
        command.addAll(List.of("-cp", Jvm.classPath(layout), ProcessSupervisor.class.getName()));
        var script = "#!/bin/sh\nexec %s >>%s 2>&1 </dev/null\n"
                .formatted(
                        command.stream().map(RestartPolicy::quoted).collect(Collectors.joining(" ")),
                        quoted(layout.log(ProcessSupervisor.NAME).toString()));
        try {
            var fresh = Files.createTempFile(layout.run(), "keeper", ".new");
            Files.writeString(fresh, script);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
            Files.move(fresh, supervisor, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Switches restarts off and ends a running supervisor. */
    void off() {
        try {
            Files.deleteIfExists(layout.run().resolve("keeper"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        endKeeper();
    }

    boolean areOn() {
        return areChosen() && !areHeld();
    }

    /** Whether they are on, or are on again after {@code ./swapr chaos}. */
    boolean areChosen() {
        return Files.exists(layout.run().resolve("keeper"));
    }

    /** Ends a running supervisor. The next exit of a process starts a new one. Returns whether one was running. */
    boolean endKeeper() {
        var file = keeperFile();
        try {
            if (!Files.exists(file)) {
                return false;
            }
            var supervisor = Json.MAPPER.readValue(Files.readString(file), RunningProcess.class);
            var wasRunning = supervisor.alive();
            supervisor.stop();
            Files.deleteIfExists(file);
            return wasRunning;
        } catch (IOException | JacksonException e) {
            return false; // it has just ended
        }
    }

    Path keeperFile() {
        return layout.run().resolve("keeper.json");
    }

    /** Writes the pid of the supervisor. The write is atomic, so a reader finds all of it or nothing. */
    void keeperIs(RunningProcess supervisor) throws IOException {
        var fresh = Files.createTempFile(layout.run(), "keeper", ".new");
        Files.writeString(fresh, Json.MAPPER.writeValueAsString(supervisor));
        Files.move(fresh, keeperFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Suspends restarts until this is closed or our process has ended. */
    Closeable held() {
        var file = layout.run().resolve("held");
        try {
            Files.createDirectories(layout.run());
            Files.writeString(file, ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        endKeeper();
        return () -> Files.deleteIfExists(file);
    }

    boolean areHeld() {
        try {
            var file = layout.run().resolve("held");
            return Files.exists(file)
                    && OsProcess.alive(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
