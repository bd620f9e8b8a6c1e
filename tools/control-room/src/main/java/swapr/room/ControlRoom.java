package swapr.room;

import java.time.InstantSource;

/**
 * Starts the control room.
 *
 * <p>Environment: {@code SWAPR_ROOM_PORT} (8098), {@code SWAPR_KAFKA} (127.0.0.1:8089), {@code SWAPR_ROOM_PROCESSES}
 * (the processes and their health addresses, {@code name=address,…}), {@code SWAPR_USER_URL} and {@code
 * SWAPR_SEED_PASSWORD_OLGA} (the sign-in of the operator; with {@code _FILE} added, the file with the password), {@code
 * SWAPR_ROOM_LINK} (the file for the link), {@code SWAPR_ROOM} ({@code read} if the page may not change anything),
 * {@code SWAPR_ROOM_SITE} ({@code local} or {@code containers}), {@code SWAPR_ROOM_COMMAND} (the path of {@code
 * ./swapr}, or of a program that causes faults), {@code SWAPR_HOME} (the folder of the data), {@code
 * SWAPR_BIND} (127.0.0.1).
 */
public final class ControlRoom {

    private ControlRoom() {}

    public static void main(String[] arguments) {
        var settings = Settings.of(System.getenv());
        var updates = new Updates();
        var operator = new Operator(settings.signIn(), settings.password());
        var choreography = new Choreography();
        var collector = new Collector(settings, operator, updates, choreography);
        collector.start();
        var services = new Services(settings, operator);
        var faults = settings.faultProcesses();
        var pages = Pages.of(settings, faults, services, choreography, collector.offsets(), collector.journeys());
        if (faults != null) {
            faults.endLeft();
            Runtime.getRuntime().addShutdownHook(new Thread(faults::end, "end of the faults"));
        }
        var access = new Access(settings.link(), InstantSource.system());
        var server = RoomServer.start(settings, access, updates, pages);
        System.out.println("Control room on port " + server.port() + ". The link to it: " + settings.linkCommand());
    }
}
