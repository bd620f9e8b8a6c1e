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
import swapr.local.OsProcess;

/** Faults inside the JVMs of the services, with {@link Agent}: exact crash points, clocks, delays, and connections. */
final class JvmFaults {

    private static final Path AGENT = agent();
    private static final int ATTEMPTS = 3;
    private final ChaosContext context;

    JvmFaults(ChaosContext context) {
        this.context = context;
    }

    /**
     * Ends a service at an exact point in the code, and starts it again.
     *
     * @param moment {@code class#method:enter|exit:n}, as in {@code halt} of {@link Agent}
     */
    void crashAt(String service, String moment) {
        crashAt(service, moment, () -> {});
    }

    /**
     * Ends the first instance that reaches this point, and starts it again. Another instance may reach the point, too,
     * before it is disarmed.
     *
     * @param moment {@code class#method:enter|exit:n}, as in {@code halt} of {@link Agent}
     * @param trigger the action that makes an instance reach the point
     * @throws IllegalStateException if no instance reaches the point within 60 seconds
     */
    void crashAt(String service, String moment, Runnable trigger) {
        var armed = new TreeMap<String, Long>();
        context.instances(List.of(service))
                .forEach(instance -> armed.put(instance, context.processes().pid(instance)));
        armed.forEach((instance, pid) -> {
            context.processes().mayDie(instance);
            survives(instance, pid, "halt " + moment);
        });
        trigger.run();
        boolean halted = Waiting.until(
                Duration.ofSeconds(60), () -> !armed.values().stream().allMatch(OsProcess::alive));
        String never = moment.replaceAll("\\d+$", "0");
        armed.forEach((instance, pid) -> {
            if (!survives(instance, pid, "halt " + never)) {
                context.timeline().mark("%s halted at %s".formatted(instance, moment));
            }
        });
        context.processes().start();
        context.expect(halted, "%s did not reach %s within 60 s".formatted(service, moment));
    }

    /** Changes a JVM that may halt before it acknowledges the change. Returns true if it acknowledged. */
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

    /** Changes a running JVM with a command of {@link Agent}. */
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
                throw new IllegalStateException(
                        "%s refused the change %s; its log has the cause".formatted(process, how), e);
            } catch (AttachNotSupportedException e) {
                // A JVM without CPU time does not answer within the ten seconds of an attach attempt.
                context.expect(attempt < ATTEMPTS, "%s cannot be changed: %s".formatted(process, e.getMessage()));
            }
        }
    }

    /**
     * Delays each call of a method in all instances of a service.
     *
     * @param method {@code class#method}
     * @param time the delay, with a resolution of milliseconds; zero ends the delay
     */
    void delay(String service, String method, Duration time) {
        context.instances(List.of(service))
                .forEach(instance -> change(instance, "delay %s:%d".formatted(method, time.toMillis())));
    }

    /** Sets the clocks of these services ahead (or back, if negative) for this duration. */
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
