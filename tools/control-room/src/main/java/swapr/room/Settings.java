package swapr.room;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings of the control room, from environment variables.
 *
 * @param bind the address to listen on
 * @param port the port to listen on; 0 for any free port
 * @param kafka the bootstrap servers
 * @param processes the processes that the page shows
 * @param signIn the address of user-service, where the operator signs in
 * @param password the password of the operator; empty if the room has none, then it reads only public endpoints
 * @param link the file for the link that opens the page
 * @param readOnly whether the page may not change anything
 * @param command the path of {@code ./swapr}, which causes faults; empty if there is none
 */
record Settings(
        String bind,
        int port,
        String kafka,
        List<Target> processes,
        URI signIn,
        String password,
        Path link,
        boolean readOnly,
        String command) {

    /**
     * A process and the address that shows whether it is healthy.
     *
     * @param health {@code http://…} must answer 200; {@code tcp://…} must accept a connection
     */
    record Target(String name, URI health) {

        private static final String ACTUATOR = "/actuator/health";

        /** Whether it is an instance of a service with an outbox. */
        boolean isService() {
            return health.toString().endsWith(ACTUATOR) && !name.equals("edge");
        }

        /** The service of an instance, such as {@code purchase-service} for {@code purchase-2}. */
        String service() {
            return name.replaceFirst("-\\d+$", "") + "-service";
        }

        /** The address of one of its management endpoints. */
        URI actuator(String endpoint) {
            return URI.create(health.toString().replace(ACTUATOR, "/actuator/") + endpoint);
        }
    }

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException if a value is missing or invalid; the message names the variable
     */
    static Settings of(Map<String, String> environment) {
        return new Settings(
                environment.getOrDefault("SWAPR_BIND", "127.0.0.1"),
                port(environment.getOrDefault("SWAPR_ROOM_PORT", "8098")),
                environment.getOrDefault("SWAPR_KAFKA", "127.0.0.1:8089"),
                targets(environment.getOrDefault("SWAPR_ROOM_PROCESSES", "")),
                URI.create(environment.getOrDefault("SWAPR_USER_URL", "http://127.0.0.1:8081")),
                environment.getOrDefault("SWAPR_SEED_PASSWORD_OLGA", ""),
                Path.of(environment.getOrDefault("SWAPR_ROOM_LINK", "room-link.txt")),
                environment.getOrDefault("SWAPR_ROOM", "").equals("read"),
                environment.getOrDefault("SWAPR_ROOM_COMMAND", ""));
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("SWAPR_ROOM_PORT must be a port number, not " + value, e);
        }
    }

    /** Reads {@code name=address} pairs, separated by commas. */
    private static List<Target> targets(String value) {
        var targets = new ArrayList<Target>();
        for (var pair : value.split(",", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                targets.add(new Target(pair.substring(0, equals).strip(), URI.create(pair.substring(equals + 1))));
            } else if (!pair.isBlank()) {
                throw new IllegalArgumentException("SWAPR_ROOM_PROCESSES must have name=address pairs, not " + pair);
            }
        }
        return targets;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "settings for port " + port;
    }
}
