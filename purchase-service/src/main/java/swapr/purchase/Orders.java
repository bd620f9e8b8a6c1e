package swapr.purchase;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.Envelope;
import swapr.messaging.EventLog;
import swapr.purchase.OrderEvents.PaymentApproved;
import swapr.purchase.OrderEvents.PaymentDeclined;

/**
 * The orders, kept as their events. An order is read by folding its history and changed only by deciding on a command.
 *
 * <p>Deciding locks the order's row first. The log's version check alone would keep the history right, but the loser of
 * a race fails, and in a reaction that would roll back the whole batch it arrived with. With the lock the second one
 * waits a moment and decides on what the first one left.
 */
@Repository
class Orders {

    /** An order has just become confirmed or cancelled. */
    record Finished(Order.State state, Instant placedAt) {}

    private final EventLog log;
    private final OrderSummaries summaries;
    private final ApplicationEventPublisher announcements;

    Orders(EventLog log, OrderSummaries summaries, ApplicationEventPublisher announcements) {
        this.log = log;
        this.summaries = summaries;
        this.announcements = announcements;
    }

    /**
     * Decides, remembers and publishes in one transaction: the events, what the bank is asked to do because of them, and
     * the row in {@code orders}.
     *
     * @return what happened; empty when the command says nothing new, or when there is no such order
     */
    @Transactional
    List<OrderEvents> handle(UUID orderId, Order.Command command) {
        var row = summaries.lock(orderId);
        if (row.isEmpty()) {
            return List.of();
        }
        var history = history(orderId);
        Order.State before = fold(history);
        List<OrderEvents> events = Order.decide(before, command);
        if (events.isEmpty()) {
            return events;
        }
        log.append(key(orderId), history.size(), events.toArray());
        Order.State after = before;
        for (OrderEvents event : events) {
            after = Order.evolve(after, event);
            Order.request(after).ifPresent(this::ask);
        }
        boolean settled =
                events.stream().anyMatch(event -> event instanceof PaymentApproved || event instanceof PaymentDeclined);
        summaries.update(row.get().as(after, history.size() + events.size()), settled);
        if (Order.isFinal(after) && !Order.isFinal(before)) {
            announcements.publishEvent(new Finished(after, history.getFirst().timestamp()));
        }
        return events;
    }

    List<Envelope<Object>> history(UUID orderId) {
        return log.read(key(orderId));
    }

    static Order.State fold(List<Envelope<Object>> history) {
        return Order.fold(
                history.stream().map(event -> (OrderEvents) event.payload()).toList());
    }

    static String key(UUID orderId) {
        return "order:" + orderId;
    }

    private void ask(PaymentRequests request) {
        log.append("payment:" + request.orderId(), PaymentRequests.expectedVersion(request), request);
    }
}
