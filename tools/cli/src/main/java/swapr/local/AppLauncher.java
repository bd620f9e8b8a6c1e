package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    AppLauncher(Layout layout, PortBlock ports, Secrets secrets, ProcessRegistry registry) {
        this.layout = layout;
        this.ports = ports;
        this.secrets = secrets;
        this.registry = registry;
    }

    void start(Instance instance) {
        var app = instance.app();
        var log = layout.log(instance.process());
        var jar = unpacked(app);
        var command = new ArrayList<>(List.of(Jvm.java()));
        command.addAll(Jvm.flags(layout.app(app.process()).resolve("app.aot"), app.heap()));
        command.addAll(List.of("-jar", jar.toString()));
        try {
            keepLastLog(log);
            var environment = Jvm.frugal(app.environment(instance.number(), ports, secrets));
            var process = registry.named(instance.process()).start(command, log, environment);
            boolean answered = OsProcess.await(TIMEOUT, 200, () -> !process.alive() || healthy(instance));
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

    boolean healthy(Instance instance) {
        var uri = URI.create(ports.url(ports.managementOf(instance)) + "/actuator/health");
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Returns the application's own jar without its libraries. A Boot jar starts slowly, and an ahead-of-time cache
     * needs plain jars.
     */
    private Path unpacked(App app) {
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
