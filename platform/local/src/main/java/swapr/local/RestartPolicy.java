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
 * Whether processes that end are started again: {@code ./swapr up} switches that on, {@code down} off, and {@code ./swapr chaos}
 * holds it while it kills processes itself.
 */
final class RestartPolicy {

    private final Layout layout;

    RestartPolicy(Layout layout) {
        this.layout = layout;
    }

    /** Writes the program that the waiting shells call. */
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

    /** Nothing is started again from now on; a keeper at work is ended first. */
    void off() {
        try {
            Files.deleteIfExists(layout.run().resolve("keeper"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        endKeeper();
    }

    boolean areOn() {
        return Files.exists(layout.run().resolve("keeper")) && !areHeld();
    }

    /** Ends the keeper that is at work; the next process that ends calls another. Returns whether there was one. */
    boolean endKeeper() {
        var file = keeperFile();
        try {
            if (!Files.exists(file)) {
                return false;
            }
            var supervisor = JsonHttpServer.JSON.readValue(Files.readString(file), RunningProcess.class);
            var worked = supervisor.alive();
            supervisor.stop();
            Files.deleteIfExists(file);
            return worked;
        } catch (IOException | JacksonException e) {
            return false; // it ended when we looked
        }
    }

    Path keeperFile() {
        return layout.run().resolve("keeper.json");
    }

    /** In one step: a reader sees all of it or nothing. */
    void keeperIs(RunningProcess supervisor) throws IOException {
        var fresh = Files.createTempFile(layout.run(), "keeper", ".new");
        Files.writeString(fresh, JsonHttpServer.JSON.writeValueAsString(supervisor));
        Files.move(fresh, keeperFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Until this is closed, or our process has ended, nothing is started again. */
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
