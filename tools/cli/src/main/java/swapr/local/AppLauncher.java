package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts a Spring Boot application from its built jar and waits until it is healthy. */
final class AppLauncher {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private final Layout layout;
    private final PortBlock ports;
    private final Secrets secrets;
    private final ProcessRegistry registry;

    AppLauncher(Layout layout, PortBlock ports, Secrets secrets, ProcessRegistry registry) {
        this.layout = layout;
        this.ports = ports;
        this.secrets = secrets;
        this.registry = registry;
    }

    void start(Instance instance) {
        var app = instance.app();
        var log = layout.log(instance.process());
        var jar = unpacked(app, layout);
        var health = ports.url(ports.managementOf(instance)) + "/actuator/health";
        var command = new ArrayList<>(List.of(Jvm.java()));
        command.addAll(Jvm.flags(layout.app(app.process()).resolve("app.aot"), app.heap()));
        command.addAll(List.of("-jar", jar.toString()));
        try {
            keepLastLog(log);
            var environment = Jvm.frugal(app.environment(instance.number(), ports, secrets));
            var process = registry.named(instance.process()).start(command, log, environment);
            boolean answered = OsProcess.await(TIMEOUT, 200, () -> !process.alive() || Infrastructure.answers(health));
            if (!process.alive()) {
                throw new StartFailure(instance.process(), "it ended with exit code " + process.exitCode(), log);
            }
            if (!answered) {
                throw new StartFailure(
                        instance.process(), "it was not healthy within " + TIMEOUT.toMinutes() + " minutes", log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the application's own jar without its libraries. A Boot jar starts slowly, and an ahead-of-time cache
     * needs plain jars.
     */
    static Path unpacked(App app, Layout layout) {
        var jar = app.jar(layout.root());
        return JarCopy.of(
                jar, layout.app(app.process()), directory -> BootJar.unpack(jar, directory, layout.app("lib")));
    }

    private static void keepLastLog(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
