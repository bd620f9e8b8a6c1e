package swapr.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Distributes the stream to its viewers, as Server-Sent Events. Updates of {@code records} have a number, and the last
 * of them are kept: a viewer that lost the stream continues after the last number that it has seen. An update of the
 * {@code state} is complete, so a new viewer gets only the last one.
 */
final class Updates {

    /** One person has a few tabs; an audience has the projector. */
    static final int MOST_VIEWERS = 8;

    /** Enough for half a minute at five updates a second. */
    static final int KEPT = 150;

    private static final String RELOAD = "event: reload\ndata: {}\n\n";

    private record Numbered(long number, String event) {}

    /** Distinguishes the numbers from those before a gap in the records, and from those of another process. */
    private String run = newRun();

    private final Deque<Numbered> kept = new ArrayDeque<>();
    private final Map<String, String> states = new HashMap<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private long last;

    /** Sends records to all viewers. The update has the next number. */
    synchronized void records(String json) {
        last++;
        var event = "id: %s-%d\nevent: records\ndata: %s\n\n".formatted(run, last, json);
        kept.addLast(new Numbered(last, event));
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        send(event);
    }

    /** Begins new numbers after a gap in the records. All viewers load the page again, now or when they continue. */
    synchronized void restart() {
        run = newRun();
        kept.clear();
        send(RELOAD);
    }

    private static String newRun() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Sends a complete state with this name to all viewers. It replaces the last one for new viewers. */
    synchronized void state(String name, String json) {
        var event = "event: %s\ndata: %s\n\n".formatted(name, json);
        states.put(name, event);
        send(event);
    }

    private void send(String event) {
        viewers.removeIf(viewer -> !viewer.offer(event));
        notifyAll();
    }

    /**
     * Adds a viewer.
     *
     * @param lastId the id of the last update that the viewer has seen; null for a new viewer
     * @return empty if there are too many viewers
     */
    synchronized Optional<Viewer> join(@Nullable String lastId) {
        viewers.removeIf(Viewer::isGone);
        if (viewers.size() == MOST_VIEWERS) {
            return Optional.empty();
        }
        var viewer = new Viewer(Thread.currentThread());
        states.values().forEach(viewer::offer);
        if (lastId != null) {
            missed(lastId).forEach(viewer::offer);
        }
        viewers.add(viewer);
        notifyAll();
        return Optional.of(viewer);
    }

    /** The updates after this one, or the request to reload if they are not kept anymore. */
    private List<String> missed(String lastId) {
        var seen = lastId.matches(run + "-\\d{1,15}") ? Long.parseLong(lastId.substring(run.length() + 1)) : -1;
        var oldest = kept.isEmpty() ? last + 1 : kept.getFirst().number();
        if (seen > last || seen < oldest - 1) {
            return List.of(RELOAD);
        }
        return kept.stream()
                .filter(update -> update.number() > seen)
                .map(Numbered::event)
                .toList();
    }

    synchronized void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    synchronized int viewers() {
        viewers.removeIf(Viewer::isGone);
        return viewers.size();
    }

    /** Waits until there is a viewer. */
    synchronized void awaitViewer() throws InterruptedException {
        while (viewers() == 0) {
            wait();
        }
    }
}
