package swapr.system;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import swapr.local.OsProcess;

/** Faults inside the services' JVMs, where only {@link Agent} gets: exact moments, clocks, and whom they reach. */
final class JvmFaults {

    private static final Path AGENT = agent();
    private static final int ATTEMPTS = 3;
    private static final Duration LULL = Duration.ofSeconds(2);

    private final ChaosContext context;

    JvmFaults(ChaosContext context) {
        this.context = context;
    }

    /**
     * Ends a service at an exact moment, and starts it again.
     *
     * @param moment {@code class#method:enter|exit:n}, as {@link Agent} reads it
     */
    void crashAt(String service, String moment) {
        crashAt(service, moment, () -> {});
    }

    /**
     * Whichever instance comes to it first; another may follow before it is told not to.
     *
     * @param lure what brings it there
     */
    void crashAt(String service, String moment, Runnable lure) {
        var armed = new TreeMap<String, Long>();
        context.instances(List.of(service))
                .forEach(instance -> armed.put(instance, context.processes().pid(instance)));
        armed.forEach((instance, pid) -> {
            context.processes().mayDie(instance);
            survives(instance, pid, "halt " + moment);
        });
        lure.run();
        boolean halted = Waiting.until(
                Duration.ofSeconds(60), () -> !armed.values().stream().allMatch(OsProcess::alive));
        String never = moment.replaceAll("\\d+$", "0");
        armed.forEach((instance, pid) -> {
            if (!survives(instance, pid, "halt " + never)) {
                context.timeline().mark("%s halted at %s".formatted(instance, moment));
            }
        });
        context.processes().start();
        context.expect(halted, "%s never came to %s".formatted(service, moment));
    }

    /** Changes a JVM that may come to its end before it has answered. Returns whether it has answered. */
    private boolean survives(String instance, long pid, String how) {
        try {
            change(instance, how);
            return true;
        } catch (UncheckedIOException | IllegalStateException e) {
            if (!Waiting.until(Duration.ofSeconds(5), () -> !OsProcess.alive(pid))) {
                throw e;
            }
            return false;
        }
    }

    /** Changes a running JVM, see {@link Agent}. */
    void change(String process, String how) {
        String pid = Long.toString(context.processes().pid(process));
        for (var attempt = 1; ; attempt++) {
            try {
                var machine = VirtualMachine.attach(pid);
                try {
                    machine.loadAgent(AGENT.toString(), how);
                } finally {
                    machine.detach();
                }
                context.timeline().note("%s: %s".formatted(process, how));
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (AgentLoadException | AgentInitializationException e) {
                throw new IllegalStateException("%s cannot be changed: %s".formatted(process, e.getMessage()), e);
            } catch (AttachNotSupportedException e) {
                // A JVM that has no processor time does not answer within the ten seconds that this takes.
                context.expect(attempt < ATTEMPTS, "%s cannot be changed: %s".formatted(process, e.getMessage()));
            }
        }
    }

    /** Lets these services reach a server only through a proxy, and does something to it meanwhile. */
    void through(String server, List<String> services, Consumer<Proxy> attack) {
        int port = context.marketplace().port(server);
        var users = context.instances(services);
        try (var proxy = new Proxy(port)) {
            users.forEach(service -> change(service, "redirect %d:%d".formatted(port, proxy.port())));
            try (var _ = new FaultScope(() -> straight(users, port))) {
                attack.accept(proxy);
            } finally {
                proxy.condition(new Proxy.NetworkCondition.Normal());
            }
        }
    }

    private void straight(List<String> services, int port) {
        services.forEach(service -> change(service, "redirect %d:%d".formatted(port, port)));
    }

    /**
     * Bad weather comes in gusts: a long one, and two that begin before all have got over the last.
     *
     * @throws IllegalStateException when nobody has come through the proxy: then the weather was nobody's
     */
    void condition(Proxy proxy, Proxy.NetworkCondition condition, Duration duration) {
        for (var gust : List.of(duration, LULL, LULL)) {
            context.timeline().mark("%s in front of port %d".formatted(condition, proxy.target()));
            proxy.condition(condition);
            Waiting.pause(gust);
            context.expect(proxy.accepted() > 0, "nobody came through the proxy");
            proxy.condition(new Proxy.NetworkCondition.Normal());
            context.timeline().note("the weather is fair again");
            Waiting.pause(LULL);
        }
    }

    /**
     * From now on, a method of all instances begins so much later.
     *
     * @param method {@code class#method}; no time at all ends it
     */
    void delay(String service, String method, Duration time) {
        context.instances(List.of(service))
                .forEach(instance -> change(instance, "delay %s:%d".formatted(method, time.toMillis())));
    }

    /** A clock goes wrong for a while. */
    void clock(List<String> services, int seconds, Duration duration) {
        var all = context.instances(services);
        context.timeline().mark("clocks %+d s: %s".formatted(seconds, String.join(", ", all)), all.size());
        try (var _ = new FaultScope(() -> all.forEach(service -> change(service, "clock 0")))) {
            all.forEach(service -> change(service, "clock " + seconds));
            Waiting.pause(duration);
        }
    }

    private static Path agent() {
        try {
            return Path.of(Agent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
