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
 * The orders, stored as events. An order is read by a fold over its history. Only the decision on a command changes it.
 *
 * <p>{@link #handle} locks the row of the order first. The version check of the log alone would keep the history
 * correct. But a concurrency conflict in a reaction rolls back the whole batch of events. With the lock, the second
 * transaction waits and decides on the state that the first one stored.
 */
@Repository
class Orders {

    /** An order was confirmed or canceled. */
    record Finished(Order.State state, Instant placedAt) {}

    private final EventLog log;
    private final OrderSummaries summaries;
    private final ApplicationEventPublisher applicationEvents;

    Orders(EventLog log, OrderSummaries summaries, ApplicationEventPublisher applicationEvents) {
        this.log = log;
        this.summaries = summaries;
        this.applicationEvents = applicationEvents;
    }

    /**
     * Decides on a command. One transaction stores the events, the commands for the bank and the row in {@code orders}.
     *
     * @return the new events; empty if the command changes nothing or the order does not exist
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
            Order.paymentCommandFor(after).ifPresent(this::publish);
        }
        boolean settled =
                events.stream().anyMatch(event -> event instanceof PaymentApproved || event instanceof PaymentDeclined);
        summaries.update(row.get().as(after, history.size() + events.size()), settled);
        if (Order.isFinal(after) && !Order.isFinal(before)) {
            applicationEvents.publishEvent(
                    new Finished(after, history.getFirst().timestamp()));
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

    private void publish(PaymentRequests command) {
        log.append("payment:" + command.orderId(), PaymentRequests.expectedVersion(command), command);
    }
}
