package swapr.messaging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code GET /actuator/choreography}: the types that this service publishes, and the types that its consumers read. */
@Endpoint(id = "choreography")
final class ChoreographyEndpoint {

    /** One type in one version that this service publishes on a topic. */
    record Publishes(String topic, String type, int version) {}

    /**
     * One type that a consumer reads from a topic.
     *
     * @param queue true for commands of a work queue, which are processed in no order
     */
    record Reads(String consumer, String topic, String type, List<Integer> versions, boolean queue) {}

    private final String service;
    private final EventTypes types;
    private final SubscriptionRegistry subscriptions;

    ChoreographyEndpoint(String service, EventTypes types, SubscriptionRegistry subscriptions) {
        this.service = service;
        this.types = types;
        this.subscriptions = subscriptions;
    }

    @ReadOperation
    Map<String, Object> choreography() {
        List<Publishes> publishes = types.published().stream()
                .map(type -> new Publishes(type.topic(), type.name(), type.version()))
                .sorted(Comparator.comparing(Publishes::topic)
                        .thenComparing(Publishes::type)
                        .thenComparingInt(Publishes::version))
                .toList();
        List<Reads> reads = new ArrayList<>();
        subscriptions
                .containers()
                .forEach((consumer, subscription) -> reads.addAll(subscription.reads(consumer, false)));
        subscriptions.queues().forEach((group, subscription) -> reads.addAll(subscription.reads(group, true)));
        return Map.of("service", service, "publishes", publishes, "reads", reads);
    }
}
