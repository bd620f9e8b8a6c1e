package swapr.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Starts all processes in order: PostgreSQL before the services, and all others at the same time. */
final class Marketplace {

    private final int instances;
    private final Infrastructure infrastructure;
    private final AppLauncher apps;
    private final Progress progress;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    Marketplace(int instances, Infrastructure infrastructure, AppLauncher apps, Progress progress) {
        this.instances = instances;
        this.infrastructure = infrastructure;
        this.apps = apps;
        this.progress = progress;
    }

    /**
     * Starts the missing processes and returns when all are healthy.
     *
     * @throws StartFailure as soon as one process does not start
     */
    void start(List<String> missing) {
        var nothing = CompletableFuture.<Void>completedFuture(null);
        var postgres = step(missing, "postgres", nothing, infrastructure::postgres);
        var kafka = step(missing, "kafka", nothing, infrastructure::kafka);
        var steps = new ArrayList<>(List.of(
                postgres,
                kafka,
                step(missing, "bank", nothing, infrastructure::bank),
                step(missing, "mail", nothing, infrastructure::mail)));
        var firsts = new EnumMap<App, CompletableFuture<Void>>(App.class);
        for (var instance : Instance.all(instances)) {
            // A service needs its database to start. It does not need the broker, because it connects to it later.
            // A second instance waits for the first, because both would compete for the same processor time.
            var before = firsts.getOrDefault(instance.app(), instance.app().hasDatabase() ? postgres : nothing);
            var started = step(missing, instance.process(), before, () -> apps.start(instance));
            firsts.put(instance.app(), started);
            steps.add(started);
        }
        // After all others, so that it does not delay the first order.
        steps.add(step(
                missing,
                Room.NAME,
                CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)),
                infrastructure::room));
        try {
            CompletableFuture.anyOf(CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)), failure)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private CompletableFuture<Void> step(
            List<String> missing, String name, CompletableFuture<Void> before, Runnable start) {
        if (!missing.contains(name)) {
            return before;
        }
        return before.thenRunAsync(
                () -> {
                    var since = Instant.now();
                    progress.starting(name);
                    try {
                        start.run();
                    } catch (RuntimeException e) {
                        failure.completeExceptionally(e);
                        throw e;
                    }
                    progress.healthy(name, since);
                },
                threads);
    }
}
