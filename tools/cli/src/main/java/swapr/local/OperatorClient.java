package swapr.local;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the management endpoints of the running services as the operator. */
final class OperatorClient {

    private final PortBlock ports;
    private final String token;

    /** @throws IllegalStateException if Swapr is not running */
    OperatorClient() {
        var layout = Layout.here();
        var state = new State(layout.state());
        if (state.alive().isEmpty()) {
            throw new IllegalStateException("Swapr is not running. Start it with ./swapr up --detach");
        }
        ports = state.ports();
        token = Token.of(Person.OLGA, layout);
    }

    Api.Reply ask(String method, App app, String path, @Nullable Object body) {
        return new Api(ports.url(ports.managementOf(app))).send(method, path, token, body, Map.of());
    }
}
