package swapr.purchase;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.purchase.OrderEvents.OrderPlaced;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * For operators. {@code GET /actuator/orders/{id}}: the events of an order, and the state after each of them.
 * {@code GET /actuator/orders?until=}: the total price of the orders that were confirmed before this moment.
 */
@Component
@Endpoint(id = "orders")
final class OrdersEndpoint {

    /** All events of an order, oldest first. */
    record History(UUID id, List<Version> versions) {}

    /** An event, and the order as the REST API returns it after this event. */
    record Version(Envelope<Object> event, OrderSummary state) {}

    /** @param amount the sum of the prices; all prices have one currency */
    record Confirmed(long orders, BigDecimal amount) {}

    private final Orders orders;
    private final JsonMapper json;
    private final JdbcClient jdbc;

    /** @param json the mapper of the REST API, because endpoints have another one that does not write snake_case */
    OrdersEndpoint(Orders orders, JsonMapper json, JdbcClient jdbc) {
        this.orders = orders;
        this.json = json;
        this.jdbc = jdbc;
    }

    @ReadOperation
    Confirmed confirmed(OffsetDateTime until) {
        return jdbc.sql("""
                        select count(*), coalesce(sum((body #>> '{payload,price,amount}')::numeric), 0)
                        from event_log where event_type = 'OrderConfirmed' and occurred_at < ?""")
                .param(until)
                .query((row, n) -> new Confirmed(row.getLong(1), row.getBigDecimal(2)))
                .single();
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
