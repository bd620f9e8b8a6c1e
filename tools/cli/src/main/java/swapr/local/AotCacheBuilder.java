package swapr.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Builds the ahead-of-time caches of the JVMs, which make the next start faster (docs/start.md). It runs in the
 * background, one process after the other and with the lowest priority, so that no start waits for it. In a training
 * run an application reads its configuration, opens its database and creates its beans. It ends before it opens a port,
 * joins a consumer group or publishes.
 */
final class AotCacheBuilder {

    static final String NAME = "training";
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private AotCacheBuilder() {}

    static void inBackground(Layout layout, State state, ProcessRegistry registry) {
        boolean switchedOff = System.getenv("SWAPR_NO_TRAINING") != null;
        boolean done = missing(layout).isEmpty() && Files.exists(Infrastructure.kafkaCache(layout));
        if (switchedOff || done || state.alive(NAME).isPresent()) {
            return;
        }
        var command = List.of(
                "nice",
                "-n",
                "19",
                Jvm.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx48m",
                "-Dswapr.root=" + layout.root(),
                "-cp",
                Jvm.classPath(layout),
                AotCacheBuilder.class.getName());
        try {
            registry.register(NAME, DetachedProcess.launch(command, layout.log(NAME), Map.of()));
        } catch (IOException e) {
            System.err.println("swapr: cannot make the caches for a faster next start: " + e.getMessage());
        }
    }

    private static List<App> missing(Layout layout) {
        return List.of(App.values()).stream()
                .filter(app -> !Files.exists(cache(layout, app)))
                .toList();
    }

    private static Path cache(Layout layout, App app) {
        return layout.app(app.process()).resolve("app.aot");
    }

    public static void main(String[] arguments) throws IOException {
        var layout = Layout.here();
        var ports = new State(layout.state()).ports();
        var secrets = Secrets.load(layout.secrets(), System.getenv());
        if (!Files.exists(Infrastructure.kafkaCache(layout))) {
            trainKafka(layout);
        }
        for (var app : missing(layout)) {
            train(layout, app, ports, secrets);
        }
    }

    /** Starts a second broker with empty data, on free ports. It writes its cache when it ends. */
    private static void trainKafka(Layout layout) throws IOException {
        var cache = Infrastructure.kafkaCache(layout);
        Files.createDirectories(cache.getParent());
        var unfinished = cache.resolveSibling("unfinished.aot");
        var data = Files.createTempDirectory(cache.getParent(), "training-");
        var broker = KafkaBroker.start(
                data,
                Ports.free(),
                Ports.free(),
                layout.log(NAME),
                Jvm.training(unfinished, Infrastructure.KAFKA_HEAP),
                (command, log, environment) -> {
                    var process = DetachedProcess.launch(command, log, environment);
                    Runtime.getRuntime().addShutdownHook(new Thread(process::kill));
                    return process;
                });
        OsProcess.stop(broker.pid(), "TERM", TIMEOUT);
        FileTrees.delete(data);
        Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void train(Layout layout, App app, PortBlock ports, Secrets secrets) throws IOException {
        var cache = cache(layout, app);
        var unfinished = cache.resolveSibling("unfinished.aot");
        // The same path as in a normal run, because a cache is valid only for its own class path.
        var jar = layout.app(app.process()).resolve(app.jar(layout.root()).getFileName());
        var command = new ArrayList<>(List.of(Jvm.java()));
        command.addAll(Jvm.training(unfinished, app.heap()));
        command.addAll(List.of("-Dspring.context.exit=onRefresh", "-jar", jar.toString()));
        var builder = DetachedProcess.builder(command, layout.log(NAME));
        builder.environment().putAll(app.environment(1, ports, secrets));
        builder.environment().put("SWAPR_PORT", "0");
        builder.environment().put("SWAPR_MANAGEMENT_PORT", "0");
        var process = builder.start();
        var stop = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stop);
        OsProcess.await(TIMEOUT, () -> !process.isAlive());
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(stop);
        if (Files.exists(unfinished)) {
            Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
