package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import swapr.local.LocalApps;
import swapr.local.LocalMarketplace;
import swapr.local.StartFailure;
import swapr.system.DatabaseSessions;

/**
 * The marketplace of the labs. It has its own data, logs and jars in {@code .swapr/lab}, so a wrong solution cannot
 * harm the learner's own marketplace. It uses no ahead-of-time caches, because its jars change often.
 */
final class LabMarketplace {

    private final Path root;
    private final Path home;
    private final LocalApps apps;

    LabMarketplace(Path root, Path home) {
        this.root = root;
        this.home = home;
        this.apps = new LocalApps(root, home);
    }

    LocalApps apps() {
        return apps;
    }

    /** @throws IllegalStateException if not all processes run */
    LocalMarketplace running() {
        return LocalMarketplace.at(root, home);
    }

    /** The pids of the processes that run now. */
    Collection<Long> pids() {
        return LocalMarketplace.anyState(root, home).pids().values();
    }

    /**
     * Starts the missing processes with {@code ./swapr up}, which prints its progress.
     *
     * @param options more options of {@code up}
     */
    void up(int port, String... options) {
        if (!isRunning()) {
            var arguments = new ArrayList<>(List.of("up", "--detach", "--brief", "--port", Integer.toString(port)));
            arguments.addAll(List.of(options));
            swapr(arguments);
        }
    }

    void down() {
        if (!apps.running().isEmpty()) {
            swapr(List.of("down"));
        }
    }

    private void swapr(List<String> arguments) {
        var command = new ArrayList<>(List.of(root.resolve("swapr").toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).directory(root.toFile()).inheritIO();
        // The control room only reads, because its page of faults would show the incident of lab 14.
        builder.environment()
                .putAll(Map.of("SWAPR_HOME", home.toString(), "SWAPR_NO_TRAINING", "1", "SWAPR_ROOM", "read"));
        try {
            if (builder.start().waitFor() != 0) {
                throw new IllegalStateException(
                        "./swapr %s failed; its message is above".formatted(arguments.getFirst()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Creates the tables of a lab. The product does not have them, and a migration of a lab would stop the product.
     *
     * @throws IllegalStateException if not all processes run
     */
    void createTables(Lab lab) {
        lab.setup().ifPresent(sql -> {
            try (var database = DatabaseSessions.connect(running());
                    var statement = database.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException("cannot create the tables of the lab: " + e.getMessage(), e);
            }
        });
    }

    /** Builds the services of a lab from these sources. Returns those with a new jar; they do not run it yet. */
    List<String> build(Lab lab, Path sources) {
        return new LabBuild(sources, apps).build(lab);
    }

    /**
     * Restarts services with new jars.
     *
     * @throws IllegalStateException if one does not start; the last good build runs again then
     */
    void restart(List<String> services) {
        if (services.isEmpty()) {
            return;
        }
        apps.stop(services);
        try {
            apps.start(services);
        } catch (StartFailure e) {
            apps.stop(services);
            new LabBuild(root, apps).undo(services);
            apps.start(services);
            throw new IllegalStateException("%s%nThe last good build runs again.".formatted(e.getMessage()), e);
        }
    }

    private boolean isRunning() {
        try {
            var _ = running();
            return true;
        } catch (IllegalStateException e) { // not all processes run
            return false;
        }
    }

    /** Makes the services run the product again after the next start. */
    void forget(Lab lab) {
        lab.built().forEach(apps::forgetJar);
    }
}
