package swapr.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The messages with one correlation id, and the reaction of each consumer to each of them. It is put together from the
 * answers of {@code /actuator/journey} of the services, and from their choreography.
 */
final class Journey {

    private record Row(String consumer, String type, String outcome, String at) {}

    private final Choreography choreography;
    private final Set<String> away;
    private final List<JourneyMessage> messages = new ArrayList<>();
    /** The rows of the inboxes: by the id of the fact, and by consumer. */
    private final Map<String, Map<String, Row>> rows = new LinkedHashMap<>();

    /**
     * @param answers the answer of each service that answered
     * @param away the services that did not answer
     */
    Journey(Choreography choreography, Map<String, JsonNode> answers, Set<String> away) {
        this.choreography = choreography;
        this.away = away;
        answers.forEach((service, answer) -> {
            answer.path("published").forEach(message -> addMessage(service, message));
            answer.path("processed").forEach(this::addRow);
        });
        messages.sort(
                Comparator.comparing(message -> message.body().path("timestamp").asString("")));
        messages.forEach(this::addReactions);
        addOtherRows();
    }

    /** All messages, oldest first. */
    List<JourneyMessage> messages() {
        return messages;
    }

    private void addMessage(String service, JsonNode row) {
        var topic = row.path("topic").asString("");
        messages.add(new JourneyMessage(
                row.path("event_id").asString(""),
                row.path("event_type").asString(""),
                service,
                topic,
                choreography.isQueue(topic),
                row.path("on_kafka").asBoolean(false),
                body(row),
                new ArrayList<>()));
    }

    /** The text of a stored message is valid JSON; an older service has none. */
    private static JsonNode body(JsonNode row) {
        try {
            return Json.MAPPER.readTree(row.path("body").asString("{}"));
        } catch (JacksonException e) {
            return Json.MAPPER.createObjectNode();
        }
    }

    private void addRow(JsonNode row) {
        var consumer = row.path("consumer").asString("");
        rows.computeIfAbsent(row.path("event_id").asString(""), any -> new TreeMap<>())
                .put(
                        consumer,
                        new Row(
                                consumer,
                                row.path("event_type").asString(""),
                                row.path("outcome").asString(""),
                                row.path("processed_at").asString("")));
    }

    private void addReactions(JourneyMessage message) {
        var stored = rows.getOrDefault(message.factId(), new TreeMap<>());
        for (var read : choreography.reads(String.valueOf(message.topic()), message.eventType())) {
            if (message.isFor(read)) {
                var row = stored.remove(read.group());
                message.reactions()
                        .add(
                                row == null
                                        ? new JourneyMessage.Reaction(
                                                read.group(), read.service(), missing(read.service()), null)
                                        : reaction(row));
            }
        }
    }

    private String missing(String service) {
        return away.contains(service) ? "unknown" : "open";
    }

    /**
     * Adds the rows of consumers that the choreography does not name. A service that is away does not list its
     * messages, but the inboxes of the others have their ids and types.
     */
    private void addOtherRows() {
        rows.forEach((id, stored) -> {
            var reactions = stored.values().stream().map(this::reaction).toList();
            var known = messages.stream()
                    .filter(message -> message.factId().equals(id))
                    .findFirst();
            if (known.isPresent()) {
                known.get().reactions().addAll(reactions);
            } else if (!reactions.isEmpty()) {
                var type = stored.values().iterator().next().type();
                var unknown = Json.MAPPER.createObjectNode();
                messages.add(new JourneyMessage(id, type, null, null, false, true, unknown, reactions));
            }
        });
    }

    private JourneyMessage.Reaction reaction(Row row) {
        return new JourneyMessage.Reaction(
                row.consumer(), choreography.groups().get(row.consumer()), row.outcome(), row.at());
    }
}
