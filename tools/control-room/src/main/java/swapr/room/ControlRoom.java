package swapr.room;

import java.time.InstantSource;

/**
 * Starts the control room.
 *
 * <p>Environment: {@code SWAPR_ROOM_PORT} (8098), {@code SWAPR_KAFKA} (127.0.0.1:8089), {@code SWAPR_ROOM_PROCESSES}
 * (the processes and their health addresses, {@code name=address,…}), {@code SWAPR_USER_URL} and {@code
 * SWAPR_SEED_PASSWORD_OLGA} (the sign-in of the operator), {@code SWAPR_ROOM_LINK} (the file for the link), {@code
 * SWAPR_BIND} (127.0.0.1).
 */
public final class ControlRoom {

    private ControlRoom() {}

    public static void main(String[] arguments) {
        var settings = Settings.of(System.getenv());
        var updates = new Updates();
        new Collector(settings, updates, new Choreography()).start();
        var server = RoomServer.start(settings, new Access(settings.link(), InstantSource.system()), updates);
        System.out.println("Control room on port " + server.port() + ". The link to it is in " + settings.link());
    }
}
