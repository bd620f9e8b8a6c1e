package swapr.room;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the control room, from environment variables.
 *
 * @param site where the marketplace runs
 * @param bind the address to listen on
 * @param port the port to listen on; 0 for any free port
 * @param kafka the bootstrap servers
 * @param processes the processes that the page shows
 * @param signIn the address of user-service, where the operator signs in
 * @param password the password of the operator; empty if the room has none, then it reads only public endpoints
 * @param link the file for the link that opens the page
 * @param readOnly whether the page may not change anything
 * @param command the path of {@code ./swapr}, or of a program that causes the same faults; empty if there is none
 * @param home the folder of the data; it has the log files, except in containers
 */
record Settings(
        Site site,
        String bind,
        int port,
        String kafka,
        List<Target> processes,
        URI signIn,
        String password,
        Path link,
        boolean readOnly,
        String command,
        Path home) {

    private static final String PASSWORD = "SWAPR_SEED_PASSWORD_OLGA";

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
                Site.of(environment.getOrDefault("SWAPR_ROOM_SITE", "local")),
                environment.getOrDefault("SWAPR_BIND", "127.0.0.1"),
                port(environment.getOrDefault("SWAPR_ROOM_PORT", "8098")),
                environment.getOrDefault("SWAPR_KAFKA", "127.0.0.1:8089"),
                targets(environment.getOrDefault("SWAPR_ROOM_PROCESSES", "")),
                URI.create(environment.getOrDefault("SWAPR_USER_URL", "http://127.0.0.1:8081")),
                password(environment),
                Path.of(environment.getOrDefault("SWAPR_ROOM_LINK", "room-link.txt")),
                readOnly(environment.getOrDefault("SWAPR_ROOM", "")),
                environment.getOrDefault("SWAPR_ROOM_COMMAND", ""),
                Path.of(environment.getOrDefault("SWAPR_HOME", "")));
    }

    /** An unknown value is refused, because the room would otherwise change something against the user's will. */
    private static boolean readOnly(String value) {
        return switch (value) {
            case "" -> false;
            case "read" -> true;
            default -> throw new IllegalArgumentException("SWAPR_ROOM must be read or empty, not " + value);
        };
    }

    /** The password itself, or the content of a file. In containers, secrets are files. */
    private static String password(Map<String, String> environment) {
        var file = environment.get(PASSWORD + "_FILE");
        if (file == null) {
            return environment.getOrDefault(PASSWORD, "");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(PASSWORD + "_FILE names a file that cannot be read: " + file, e);
        }
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

    /** The processes for faults; null if there is no program for them. */
    @Nullable
    FaultProcesses faultProcesses() {
        return command.isEmpty()
                ? null
                : new FaultProcesses(command, home.resolve("chaos").resolve("lasting-faults"));
    }

    /** The command that prints the current link to the room. */
    String linkCommand() {
        return site.linkCommand(link);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "settings for port " + port;
    }
}
