package swapr.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The control room on this machine: whether it is wanted, its environment, and the link that opens it. */
final class Room {

    static final String NAME = "room";
    static final String VARIABLE = "SWAPR_ROOM";

    private Room() {}

    /**
     * Whether {@code ./swapr up} starts it.
     *
     * @throws IllegalArgumentException if the variable has an unknown value
     */
    static boolean isWanted(Map<String, String> environment) {
        var mode = environment.getOrDefault(VARIABLE, "").strip();
        return switch (mode) {
            case "", "read" -> true;
            case "off" -> false;
            default ->
                throw new IllegalArgumentException(
                        "SWAPR_ROOM is %s, but must be read or off. Correct it, or remove it".formatted(mode));
        };
    }

    static Map<String, String> environment(Layout layout, PortBlock ports, Secrets secrets) {
        var all = new LinkedHashMap<String, String>();
        all.put(VARIABLE, System.getenv().getOrDefault(VARIABLE, "").strip());
        all.put("SWAPR_ROOM_COMMAND", layout.root().resolve("swapr").toString());
        all.put("SWAPR_HOME", layout.home().toString());
        all.put("SWAPR_BIND", "127.0.0.1");
        all.put("SWAPR_ROOM_PORT", Integer.toString(ports.roomPage()));
        all.put("SWAPR_ROOM_LINK", file(layout).toString());
        all.put("SWAPR_KAFKA", "127.0.0.1:" + ports.kafka());
        all.put("SWAPR_USER_URL", ports.url(ports.of(App.USER)));
        all.put(Person.OLGA.variable(), secrets.password(Person.OLGA));
        all.put(
                "SWAPR_ROOM_PROCESSES",
                ports.processes().stream()
                        .filter(name -> !name.equals(NAME))
                        .map(name -> name + "=" + ProcessTable.health(name, ports))
                        .collect(Collectors.joining(",")));
        return all;
    }

    /** A line with the link that opens the control room once; empty if the control room does not run. */
    static String line(Layout layout, State state) {
        if (state.alive(NAME).isEmpty()) {
            return "";
        }
        try {
            return "control room    %s   (opens once; ./swapr status prints the next link)"
                    .formatted(Files.readString(file(layout)).strip());
        } catch (IOException e) {
            return ""; // it has just been started, and writes the link before it opens its port
        }
    }

    private static Path file(Layout layout) {
        return layout.run().resolve("room-link.txt");
    }
}
