package swapr.system;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import swapr.local.NetworkCondition;
import swapr.local.TcpProxy;

/** A bad network between services and a server: a proxy, to which {@link Agent} redirects their connections. */
final class NetworkFaults {

    private static final Duration SHORT_PHASE = Duration.ofSeconds(2);

    private final ChaosContext context;
    private final JvmFaults jvms;
    private final String server;

    /** @param server postgres, kafka, bank or smtp */
    NetworkFaults(ChaosContext context, String server) {
        this.context = context;
        this.jvms = context.jvms();
        this.server = server;
    }

    /** Redirects the connections of these services to a server through a proxy while the attack runs. */
    void through(List<String> services, Consumer<TcpProxy> attack) {
        int port = context.marketplace().port(server);
        var users = context.instances(services);
        try (var proxy = TcpProxy.to(port)) {
            users.forEach(service -> jvms.change(service, "redirect %d:%d".formatted(port, proxy.port())));
            try (var _ = new FaultScope(() -> removeRedirect(users, port))) {
                attack.accept(proxy);
            } finally {
                proxy.condition(new NetworkCondition.Normal());
            }
        }
    }

    private void removeRedirect(List<String> services, int port) {
        services.forEach(service -> jvms.change(service, "redirect %d:%d".formatted(port, port)));
    }

    /**
     * Applies a network condition three times: for this duration, and twice for two seconds. The short ones begin
     * before all services have recovered.
     *
     * @throws IllegalStateException if no connection went through the proxy, because the fault had no effect then
     */
    void condition(TcpProxy proxy, NetworkCondition condition, Duration duration) {
        for (var phase : List.of(duration, SHORT_PHASE, SHORT_PHASE)) {
            context.timeline().mark("%s in front of %s".formatted(condition, server));
            proxy.condition(condition);
            Waiting.pause(phase);
            context.expect(proxy.accepted() > 0, "no connection went through the proxy");
            proxy.condition(new NetworkCondition.Normal());
            context.timeline().note("the network is normal again");
            Waiting.pause(SHORT_PHASE);
        }
    }
}
