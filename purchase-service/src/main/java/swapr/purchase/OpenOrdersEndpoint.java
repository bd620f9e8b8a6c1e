package swapr.purchase;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** For operators. {@code GET /actuator/openorders}: the orders that are neither confirmed nor canceled. */
@Component
@Endpoint(id = "openorders")
final class OpenOrdersEndpoint {

    /**
     * An order that waits.
     *
     * @param ageSeconds since it was placed
     * @param secondsLeft until its deadline; negative if the deadline has passed
     * @param waitsFor the service or the server whose answer is missing
     */
    record OpenOrder(
            UUID id,
            String status,
            long version,
            Instant placedAt,
            double ageSeconds,
            double secondsLeft,
            String waitsFor) {}

    /** @param count of all open orders; the list has the oldest ones */
    record Open(long count, List<OpenOrder> orders) {}

    private final OpenOrders openOrders;
    private final JsonMapper json;

    /** @param json the mapper of the REST API, because endpoints have another one that does not write snake_case */
    OpenOrdersEndpoint(OpenOrders openOrders, JsonMapper json) {
        this.openOrders = openOrders;
        this.json = json;
    }

    @ReadOperation
    JsonNode open() {
        return json.valueToTree(new Open(openOrders.count(), openOrders.oldest()));
    }
}
