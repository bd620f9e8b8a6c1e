package swapr.purchase;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.Envelope;
import swapr.messaging.EventLog;

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
    record Finished(OrderState state, Instant placedAt) {}

    private final EventLog log;
    private final OrderSummaries summaries;
    private final ApplicationEventPublisher applicationEvents;

    Orders(EventLog log, OrderSummaries summaries, ApplicationEventPublisher applicationEvents) {
        this.log = log;
        this.summaries = summaries;
        this.applicationEvents = applicationEvents;
    }

    /** Decides on the first command of an order, whose row this transaction has just inserted. */
    @Transactional
    void place(Order.Purchase purchase) {
        var unplaced = new OrderState.Unplaced();
        append(purchase.orderId(), 0, unplaced, Order.decide(unplaced, new Order.Place(purchase)));
    }

    /**
     * Decides on any other command. One transaction stores the events, the commands for the bank and the row in {@code
     * orders}.
     *
     * @return the new events; empty if the command changes nothing or the order does not exist
     */
    @Transactional
    List<OrderEvents> handle(UUID orderId, Order.Command command) {
        var row = summaries.findForUpdate(orderId);
        if (row.isEmpty()) {
            return List.of();
        }
        var history = history(orderId);
        OrderState before = fold(history);
        List<OrderEvents> events = Order.decide(before, command);
        if (events.isEmpty()) {
            return events;
        }
        OrderState after = append(orderId, history.size(), before, events);
        boolean settled = events.stream().anyMatch(Order::isAnswerToCharge);
        summaries.update(row.get().as(after, history.size() + events.size()), settled);
        if (after.isFinal() && !before.isFinal()) {
            applicationEvents.publishEvent(
                    new Finished(after, history.getFirst().timestamp()));
        }
        return events;
    }

    /** Appends the events, and the commands for the bank that follow from them. Returns the new state. */
    private OrderState append(UUID orderId, long version, OrderState before, List<OrderEvents> events) {
        log.append(key(orderId), version, events.toArray());
        OrderState after = before;
        for (OrderEvents event : events) {
            after = OrderState.evolve(after, event);
            Order.paymentCommandFor(after).ifPresent(this::publish);
        }
        return after;
    }

    List<Envelope<Object>> history(UUID orderId) {
        return log.read(key(orderId));
    }

    static OrderState fold(List<Envelope<Object>> history) {
        return OrderState.fold(
                history.stream().map(event -> (OrderEvents) event.payload()).toList());
    }

    private static String key(UUID orderId) {
        return "order:" + orderId;
    }

    private void publish(PaymentRequests command) {
        log.append("payment:" + command.orderId(), PaymentRequests.expectedVersion(command), command);
    }
}
