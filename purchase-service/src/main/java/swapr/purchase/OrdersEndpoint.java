package swapr.purchase;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.purchase.OrderEvents.OrderPlaced;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /actuator/orders/{id}}: the events of an order, and the state after each of them. It is for operators. */
@Component
@Endpoint(id = "orders")
final class OrdersEndpoint {

    /** All events of an order, oldest first. */
    record History(UUID id, List<Version> versions) {}

    /** An event, and the order as the REST API returns it after this event. */
    record Version(Envelope<Object> event, OrderSummary state) {}

    private final Orders orders;
    private final JsonMapper json;

    /** @param json the mapper of the REST API, because endpoints have another one that does not write snake_case */
    OrdersEndpoint(Orders orders, JsonMapper json) {
        this.orders = orders;
        this.json = json;
    }

    @ReadOperation
    WebEndpointResponse<JsonNode> order(@Selector UUID id) {
        var events = orders.history(id);
        if (events.isEmpty() || !(events.getFirst().payload() instanceof OrderPlaced placed)) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        var purchase = new Order.Purchase(placed.orderId(), placed.listingId(), placed.buyerId());
        var first = OrderSummary.placed(purchase, events.getFirst().timestamp());
        List<Version> versions = new ArrayList<>();
        OrderState state = new OrderState.Unplaced();
        for (var event : events) {
            state = OrderState.evolve(state, (OrderEvents) event.payload());
            versions.add(new Version(event, first.as(state, event.aggregateVersion())));
        }
        return new WebEndpointResponse<>(json.valueToTree(new History(id, versions)));
    }
}
