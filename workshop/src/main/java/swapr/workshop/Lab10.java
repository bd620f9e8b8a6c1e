package swapr.workshop;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import swapr.workshop.Shop.Customer;
import tools.jackson.databind.JsonNode;

/** The check of lab 10: the state of an order is the fold over its events, at each version and at each instant. */
final class Lab10 implements Steps {

    private static final String NONE = "404";
    private static final Map<String, String> STATUS_AFTER = Map.of(
            "OrderPlaced", "PENDING",
            "OrderReserved", "RESERVED",
            "PaymentApproved", "PAID",
            "OrderConfirmed", "CONFIRMED");

    private final Shop shop;
    private final ShopRequests requests;
    private final Customer ben;
    private String order = "";

    Lab10(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.ben = shop.customer("Ben");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("an order follows its events", this::isConfirmed),
                new Step("each version of the order has its state", this::hasVersions),
                new Step("each instant of the order has its state", this::hasInstants),
                new Step("a decision uses the events, not the list of orders", this::decidesByEvents),
                new Step("an event that is impossible in a state is an error", this::refusesImpossibleEvents));
    }

    private void isConfirmed() {
        order = requests.ordered(ben, shop.list(shop.customer("Sina")), "tok_ok");
        boolean confirmed = shop.soon(() -> status("").equals("CONFIRMED"));
        Red.unless(
                confirmed,
                "Ben's order stays %s, although Sina's pair is reserved for him".formatted(status("")),
                "1 order",
                "events of the order: %s; its status: %s".formatted(requests.events(ben, order), status("")),
                look());
    }

    /** The status of the order, or 404. */
    private String status(String query) {
        return requests.orderOf(ben, order + query).path("status").asString("");
    }

    private String look() {
        return "./swapr sql purchase \"select event_type, occurred_at from event_log where aggregate_id = 'order:%s'\""
                .formatted(order);
    }

    private void hasVersions() {
        var events = requests.history(ben, order);
        for (var event : events) {
            isAnswered("?version=" + event.path("aggregate_version").asInt(), after(event));
        }
        isAnswered("?version=" + (events.size() + 1), NONE);
    }

    private static String after(JsonNode event) {
        return STATUS_AFTER.getOrDefault(event.path("event_type").asString(), "");
    }

    /** Events of one append have one time. Then the last of them counts. */
    private void hasInstants() {
        var events = requests.history(ben, order);
        for (var event : events) {
            var time = event.path("timestamp").asString();
            var last = events.stream()
                    .filter(other -> other.path("timestamp").asString().equals(time))
                    .reduce((first, second) -> second)
                    .orElseThrow();
            isAnswered("?at=" + time, after(last));
        }
        var placed = Instant.parse(events.getFirst().path("timestamp").asString());
        isAnswered("?at=" + placed.minusMillis(1), NONE);
    }

    private void isAnswered(String query, String expected) {
        var answer = status(query);
        Red.unless(
                answer.equals(expected),
                "Support asks for the past of Ben's order and gets a wrong answer: %s instead of %s"
                        .formatted(answer, expected),
                "GET /orders/%s%s".formatted(order, query),
                "events of the order: " + requests.events(ben, order),
                look());
    }

    private OrderRows rows() {
        return new OrderRows(shop.marketplace(), order);
    }

    /** The list of orders is a read model. A wrong row in it must not decide about money. */
    private void decidesByEvents() throws SQLException {
        int status;
        rows().setStatus("CONFIRMED", "RESERVED");
        try {
            status = requests.cancel(ben, order);
        } finally {
            rows().setStatus("RESERVED", "CONFIRMED");
        }
        Red.unless(
                status == 409 && !requests.events(ben, order).contains("OrderCancelled"),
                "Ben has paid, and his confirmed order could be canceled because the list said so",
                "the row of the order was set to RESERVED, then Ben canceled the order",
                "the answer was %d; events of the order: %s".formatted(status, requests.events(ben, order)),
                look());
    }

    /** No customer can cause such an event. A wrong program, or a repaired table, can. */
    private void refusesImpossibleEvents() throws SQLException {
        var last = requests.history(ben, order).getLast();
        String answer;
        rows().repeatReservation();
        try {
            answer = status("?at=" + last.path("timestamp").asString());
        } finally {
            rows().deleteRepetition();
        }
        Red.unless(
                answer.equals("500"),
                "A confirmed order was reserved once more, and support still reads %s".formatted(answer),
                "a second OrderReserved was written behind OrderConfirmed, and deleted again",
                "GET /orders/%s?at=%s answered %s instead of an error"
                        .formatted(order, last.path("timestamp").asString(), answer),
                "OrderState.evolve: in which states is OrderReserved impossible?");
    }
}
