package swapr.room;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Uses the management endpoints of the services as the operator, when a person asks for something. */
final class Services {

    static final String NO_TOKEN = "The control room has no token of the operator, because user-service is away"
            + " or has refused the sign-in. The room tries again every 15 seconds.";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** For requests that change something, or count for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Operator operator;

    Services(Settings settings, Operator operator) {
        this.settings = settings;
        this.operator = operator;
    }

    /** Whether the room has a token of the operator. */
    boolean isSignedIn() {
        return operator.token() != null;
    }

    /** The names of all services, such as {@code purchase-service}. */
    Set<String> names() {
        var names = new TreeSet<String>();
        settings.processes().stream().filter(Settings.Target::isService).forEach(target -> names.add(target.service()));
        return names;
    }

    /**
     * Reads an endpoint of the first instance that answers.
     *
     * @return empty if the service answers 400 or 404
     * @throws IOException if no instance answers; the message is a sentence for the page
     */
    Optional<JsonNode> read(String service, String endpoint) throws IOException {
        var failure = new IOException("It is not part of this marketplace.");
        for (var target : instances(service)) {
            try {
                return read(target.actuator(endpoint), operator.token());
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** Reads an address of another process that is next to its health address; empty for 400 or 404. */
    Optional<JsonNode> readBeside(String process, String path) throws IOException {
        var target = settings.processes().stream()
                .filter(one -> one.name().equals(process))
                .findFirst()
                .orElseThrow(() -> new IOException("It is not part of this marketplace."));
        return read(target.health().resolve(path), null);
    }

    /**
     * Sends a request to an endpoint of the first instance that can be reached.
     *
     * @param method a method of HTTP
     * @param body an object that is sent as JSON; null for none
     * @throws IOException if no instance answers; the message is a sentence for the page
     */
    HttpClient.Reply send(String method, String service, String endpoint, @Nullable Object body) throws IOException {
        for (var target : instances(service)) {
            try {
                return HttpClient.send(method, target.actuator(endpoint), operator.token(), body, PATIENCE);
            } catch (SocketTimeoutException e) {
                // The request may have arrived, so it is not sent to another instance.
                throw new IOException("It did not answer within " + PATIENCE.toSeconds() + " s.", e);
            } catch (IOException e) {
                // The next instance is asked.
            }
        }
        throw new IOException("It cannot be reached.");
    }

    /**
     * Reads an endpoint that counts for long.
     *
     * @throws IOException if no instance answers with a count; the message is a sentence for the page
     */
    JsonNode count(String service, String endpoint) throws IOException {
        var reply = send("GET", service, endpoint, null);
        try {
            if (reply.status() == 200) {
                return Json.MAPPER.readTree(reply.body());
            }
        } catch (JacksonException e) {
            throw new IOException("Its answer is no JSON.", e);
        }
        throw new IOException("It answered " + reply.status() + ".");
    }

    private List<Settings.Target> instances(String service) {
        return settings.processes().stream()
                .filter(target -> target.isService() && target.service().equals(service))
                .toList();
    }

    private static Optional<JsonNode> read(URI address, @Nullable String token) throws IOException {
        try {
            var reply = HttpClient.get(address, token, TIMEOUT);
            return switch (reply.status()) {
                case 200 -> Optional.of(Json.MAPPER.readTree(reply.body()));
                case 400, 404 -> Optional.empty();
                case 401 -> throw new IOException("It refused the token of the room (401). Its keys may be new.");
                default -> throw new IOException("It answered " + reply.status() + ".");
            };
        } catch (SocketTimeoutException e) {
            throw new IOException("It did not answer within " + TIMEOUT.toSeconds() + " s.", e);
        } catch (ConnectException | UnknownHostException | NoRouteToHostException e) {
            // A stopped process refuses the connection. A stopped container has no name and no address.
            throw new IOException("It cannot be reached.", e);
        } catch (JacksonException e) {
            throw new IOException("Its answer is no JSON.", e);
        }
    }
}
