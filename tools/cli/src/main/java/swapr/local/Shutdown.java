package swapr.local;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Stops processes in order, so that each can finish its work: Kafka after all others, PostgreSQL last. */
final class Shutdown {

    private static final List<String> LAST = List.of("kafka", "postgres");

    private Shutdown() {}

    static void inOrder(List<RunningProcess> running) {
        together(running, name -> !LAST.contains(name));
        LAST.forEach(last -> together(running, last::equals));
    }

    private static void together(List<RunningProcess> running, Predicate<String> names) {
        var stops = new ArrayList<Thread>();
        for (var process : running) {
            if (names.test(process.name())) {
                stops.add(Thread.ofVirtual().start(process::stop));
            }
        }
        for (var stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
