package swapr.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Formats the output of the demo: a step, and below it its events with their causes and durations. */
final class StoryFormat {

    private StoryFormat() {}

    /** One line per event: its type, its topic, the time since its cause, and the cause. */
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
