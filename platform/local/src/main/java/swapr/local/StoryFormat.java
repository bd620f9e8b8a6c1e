package swapr.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the story looks: a step, and under it the events with what caused each and how long that took. */
final class StoryFormat {

    private StoryFormat() {}

    static String step(int number, String sentence) {
        return "\n%d. %s".formatted(number, sentence);
    }

    static String detail(String label, String text) {
        return "     %-22s %s".formatted(label, text);
    }

    /** One line per event: its type and topic, its cause, and the time from cause to event. */
    static String chain(List<ConsumedEvent> events, Instant requested) {
        Map<String, ConsumedEvent> byId =
                events.stream().collect(Collectors.toMap(ConsumedEvent::id, Function.identity(), (a, b) -> a));
        return events.stream().map(event -> line(event, byId, requested)).collect(Collectors.joining("\n"));
    }

    private static String line(ConsumedEvent event, Map<String, ConsumedEvent> byId, Instant requested) {
        var cause = byId.get(event.cause());
        var since = cause == null ? requested : cause.happened();
        return "     %-22s %-21s %9s after %s"
                .formatted(
                        event.type(),
                        event.topic(),
                        milliseconds(Duration.between(since, event.happened())),
                        cause == null ? "the request" : cause.type());
    }

    static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", Math.max(0, duration.toNanos()) / 1e6);
    }
}
