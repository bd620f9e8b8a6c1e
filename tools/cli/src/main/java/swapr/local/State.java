package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The processes that we started and their ports, in {@code state.json}. It is written after each process start. */
final class State {

    /** The content of the file. */
    private record Saved(
            @Nullable Integer base,
            @Nullable Integer instances,
            @Nullable Boolean room,
            @Nullable List<RunningProcess> processes) {}

    private final Path file;
    private Saved saved;

    State(Path file) {
        this.file = file;
        saved = read(file);
    }

    private static Saved read(Path file) {
        try {
            return Files.exists(file)
                    ? Json.MAPPER.readValue(Files.readString(file), Saved.class)
                    : new Saved(null, null, null, null);
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException(
                    "cannot read %s. End leftover java and postgres processes, then delete the file".formatted(file),
                    e);
        }
    }

    /** The block of ports of the running processes; the default block if no process runs. */
    synchronized PortBlock ports() {
        return alive().isEmpty() ? new PortBlock(PortBlock.USUAL) : portsOfLastStart();
    }

    /** The block of ports of the last start, even if no process runs. */
    synchronized PortBlock portsOfLastStart() {
        return saved.base() == null
                ? new PortBlock(PortBlock.USUAL)
                : new PortBlock(
                        saved.base(),
                        saved.instances() == null ? 1 : saved.instances(),
                        !Boolean.FALSE.equals(saved.room()));
    }

    synchronized void ports(PortBlock ports) {
        saved = new Saved(ports.base(), ports.instances(), ports.room(), saved.processes());
        write();
    }

    synchronized List<RunningProcess> all() {
        return saved.processes() == null ? List.of() : List.copyOf(saved.processes());
    }

    List<RunningProcess> alive() {
        return all().stream().filter(RunningProcess::alive).toList();
    }

    Optional<RunningProcess> alive(String name) {
        return alive().stream().filter(running -> running.name().equals(name)).findFirst();
    }

    synchronized void add(RunningProcess started) {
        reload(); // the supervisor and ./swapr up take turns to write
        var processes = new ArrayList<>(all());
        processes.removeIf(running -> running.name().equals(started.name()) && !running.alive());
        processes.add(started);
        saved = new Saved(saved.base(), saved.instances(), saved.room(), processes);
        write();
    }

    /** Reads the file again, because another command may have changed it. */
    synchronized void reload() {
        saved = read(file);
    }

    private void write() {
        try {
            Files.createDirectories(file.getParent());
            var fresh =
                    file.resolveSibling("state.json." + ProcessHandle.current().pid());
            Files.writeString(
                    fresh, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(saved));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
