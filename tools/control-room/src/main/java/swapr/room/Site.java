package swapr.room;

import java.nio.file.Path;
import java.util.Locale;

/** Where the marketplace runs. It decides which commands the texts of the room name. */
enum Site {
    /** Processes of this machine. {@code ./swapr up} has started them, and its commands stop and freeze them. */
    LOCAL,
    /**
     * Containers. {@code docker compose up} has started them. The room has no access to Docker, so its page only shows
     * the commands for them.
     */
    CONTAINERS;

    /**
     * Reads the value of the environment variable.
     *
     * @throws IllegalArgumentException if the value is unknown; the message names the variable
     */
    static Site of(String value) {
        return switch (value) {
            case "local" -> LOCAL;
            case "containers" -> CONTAINERS;
            default -> throw new IllegalArgumentException("SWAPR_ROOM_SITE must be local or containers, not " + value);
        };
    }

    /** The command that prints the current link to the room. */
    String linkCommand(Path link) {
        return switch (this) {
            case LOCAL -> "./swapr status";
            case CONTAINERS -> "docker compose exec room cat " + link;
        };
    }

    /** The command that prints the log of the room. */
    String logCommand() {
        return switch (this) {
            case LOCAL -> "./swapr logs room";
            case CONTAINERS -> "docker compose logs room";
        };
    }

    /** Its name in the answers for the page. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
