package swapr.purchase;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import swapr.messaging.Envelope;
import swapr.purchase.OrderEvents.CancellationReason;
import swapr.web.CurrentUser;
import swapr.web.VisibleAscii;

/** The orders of one buyer. Another buyer's order is answered with 404, as if it did not exist. */
@RestController
@RequestMapping("/orders")
class OrderController {

    record NewOrder(
            @NotNull UUID listingId,
            @NotNull @VisibleAscii(max = 200) String paymentToken) {}

    /** @param nextCursor pass it as {@code cursor} to get the next page; the last page has none */
    record Page(List<OrderSummary> items, @Nullable UUID nextCursor) {}

    record History(List<Envelope<Object>> items) {}

    private final Orders orders;
    private final OrderSummaries summaries;
    private final PlaceOrder placeOrder;

    OrderController(Orders orders, OrderSummaries summaries, PlaceOrder placeOrder) {
        this.orders = orders;
        this.summaries = summaries;
        this.placeOrder = placeOrder;
    }

    @PostMapping
    ResponseEntity<OrderSummary> place(
            CurrentUser buyer,
            @RequestHeader("Idempotency-Key") @VisibleAscii(max = 255) String idempotencyKey,
            @RequestBody @Valid NewOrder order) {
        OrderSummary placed = placeOrder.place(buyer.id(), order.listingId(), order.paymentToken(), idempotencyKey);
        return ResponseEntity.accepted()
                .location(URI.create("/orders/" + placed.id()))
                .body(placed);
    }

    @GetMapping
    Page mine(
            CurrentUser buyer,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Nullable UUID cursor) {
        List<OrderSummary> found = summaries.of(buyer.id(), cursor, limit + 1);
        return found.size() <= limit
                ? new Page(found, null)
                : new Page(found.subList(0, limit), found.get(limit - 1).id());
    }

    /** The current order. With {@code at} or {@code version}: an earlier state, because the fold stops earlier. */
    @GetMapping("/{id}")
    OrderSummary one(
            CurrentUser buyer,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable @Min(1) Long version) {
        OrderSummary now = find(id, buyer);
        if (at == null && version == null) {
            return now;
        }
        var until = orders.history(id).stream()
                .filter(event -> at == null || !event.timestamp().isAfter(at))
                .filter(event -> version == null || event.aggregateVersion() <= version)
                .toList();
        if (until.isEmpty() || (version != null && version > now.version())) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The order has no state at this time or version.");
        }
        return now.as(Orders.fold(until), until.size());
    }

    @GetMapping("/{id}/events")
    History history(CurrentUser buyer, @PathVariable UUID id) {
        return new History(orders.history(find(id, buyer).id()));
    }

    @PostMapping("/{id}/cancellation")
    @ResponseStatus(HttpStatus.ACCEPTED)
    OrderSummary cancel(CurrentUser buyer, @PathVariable UUID id) {
        find(id, buyer);
        if (orders.handle(id, new Order.Cancel(CancellationReason.CANCELLED_BY_BUYER))
                .isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "The order is already final, so it cannot be canceled.");
        }
        return find(id, buyer);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(OrderRefusalException refusal) {
        HttpStatus status = switch (refusal.reason) {
            case ACCOUNT_DELETED -> HttpStatus.FORBIDDEN;
            case KEY_ALREADY_USED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case TOO_MANY_OPEN_ORDERS -> HttpStatus.TOO_MANY_REQUESTS;
        };
        var response = ResponseEntity.status(status);
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            long seconds = Math.max(1, refusal.retryAfter.toSeconds());
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        return response.body(ProblemDetail.forStatusAndDetail(status, refusal.getMessage()));
    }

    private OrderSummary find(UUID id, CurrentUser buyer) {
        return summaries
                .find(id, buyer.id())
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "You have no order with this id."));
    }
}
