package swapr.room;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The open commands of the work queues, as their services report them. */
final class WorkQueues {

    /** A service lists at most so many commands. If it lists so many, the others are unknown. */
    private static final int MOST_LISTED = 500;

    private final PendingReads pending;
    private final Consumer<List<PendingReads.Read>> finished;
    private final ConcurrentMap<String, Lag> open = new ConcurrentSkipListMap<>();

    /** @param finished takes the commands that a queue has finished */
    WorkQueues(PendingReads pending, Consumer<List<PendingReads.Read>> finished) {
        this.pending = pending;
        this.finished = finished;
    }

    /** The commands of each of these groups that are known now. Ask the service afterwards. */
    Map<String, Set<String>> known(List<String> groups) {
        return groups.stream().collect(Collectors.toMap(group -> group, pending::commands));
    }

    /**
     * Takes the answer of a service. A command that was known before the request, and is not in the answer, has a
     * result.
     */
    void update(Map<String, Set<String>> known, JsonNode answer) {
        for (var queue : answer) {
            var group = queue.path("consumer").asString("");
            var topic = queue.path("topic").asString("");
            var commands =
                    queue.path("open").valueStream().map(JsonNode::asString).toList();
            open.put(group, new Lag(group, topic, commands.size(), List.of()));
            if (commands.size() < MOST_LISTED) {
                var done = new HashSet<>(known.getOrDefault(group, Set.of()));
                commands.forEach(done::remove);
                finished.accept(pending.finished(group, done));
            }
        }
    }

    List<Lag> lags() {
        return new ArrayList<>(open.values());
    }
}
