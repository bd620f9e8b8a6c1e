package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import swapr.purchase.Order.Command;
import swapr.purchase.OrderEvents.CancellationReason;
import swapr.purchase.OrderEvents.OrderCancelled;
import swapr.purchase.OrderEvents.OrderConfirmed;
import swapr.purchase.OrderEvents.OrderPlaced;
import swapr.purchase.OrderEvents.OrderReserved;
import swapr.purchase.OrderEvents.PaymentApproved;
import swapr.purchase.OrderEvents.PaymentRefunded;

/**
 * Thousands of orders get random commands: late, duplicate and contradictory ones. The bank answers each payment
 * command at any time, any number of times. {@code -Dseed=<the printed seed>} repeats a run.
 */
class OrderRandomWalkTest {

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void eachWalkHasAValidHistoryAndCorrectPayments() {
        System.out.println("random walk of orders, seed " + seed);
        Map<Class<?>, Integer> seen = new HashMap<>();
        for (int n = 0; n < 20_000; n++) {
            var walk = new Walk();
            for (int step = random.nextInt(40); step > 0; step--) {
                walk.handle(walk.anyCommand());
            }
            walk.settle();
            walk.check();
            walk.history.forEach(event -> seen.merge(event.getClass(), 1, Integer::sum));
        }
        assertThat(seen.keySet())
                .as("the walks reached each event type, seed " + seed)
                .containsExactlyInAnyOrder(OrderEvents.class.getPermittedSubclasses());
    }

    /** One order, its bank and its log of payment commands. */
    private final class Walk {
        private final UUID order = new UUID(random.nextLong(), 1);
        private final List<OrderEvents> history = new ArrayList<>();
        private final List<PaymentRequests> requests = new ArrayList<>();
        private final boolean cardWorks = random.nextInt(4) > 0;
        private int captured;

        Command anyCommand() {
            return switch (random.nextInt(8)) {
                case 0, 1 -> new Order.Place(new Order.Purchase(order, new UUID(0, 2), new UUID(0, 3)));
                case 2, 3 ->
                    new Order.Reserve(new Order.Offer(
                            new UUID(0, 4), "Ada", "Air Max", new Money(new BigDecimal(random.nextInt(1, 9)), "USD")));
                case 4 -> new Order.Reject(CancellationReason.NOT_AVAILABLE);
                case 5 ->
                    new Order.Cancel(
                            random.nextBoolean()
                                    ? CancellationReason.TIMED_OUT
                                    : CancellationReason.CANCELLED_BY_BUYER);
                default ->
                    requests.isEmpty()
                            ? new Order.Cancel(CancellationReason.TIMED_OUT)
                            : answer(requests.get(random.nextInt(requests.size())));
            };
        }

        /** The bank moves money once per key. It returns the same answer to each repetition. */
        Command answer(PaymentRequests request) {
            return switch (request) {
                case PaymentRequests.ChargePayment _
                when cardWorks -> {
                    captured = 1;
                    yield new Order.Approve("p1");
                }
                case PaymentRequests.ChargePayment _ -> new Order.Decline("CARD_DECLINED");
                case PaymentRequests.RefundPayment refund -> new Order.Refund();
            };
        }

        void handle(Command command) {
            OrderState state = OrderState.fold(history);
            List<OrderEvents> events = Order.decide(state, command);
            assertThat(Order.decide(state, command))
                    .as("decide has no side effects")
                    .isEqualTo(events);
            for (OrderEvents event : events) {
                state = OrderState.evolve(state, event);
                Order.paymentCommandFor(state).ifPresent(request -> {
                    assertThat(PaymentRequests.expectedVersion(request))
                            .as("the log accepts the command, seed " + seed)
                            .isEqualTo(requests.size());
                    requests.add(request);
                });
                history.add(event);
            }
            assertThat(Order.decide(OrderState.fold(history), command))
                    .as("a duplicate changes nothing, seed " + seed)
                    .isEmpty();
        }

        /** Finally the order times out, and the bank answers each payment command. */
        void settle() {
            handle(new Order.Cancel(CancellationReason.TIMED_OUT));
            for (int i = 0; i < requests.size(); i++) {
                if (requests.get(i) instanceof PaymentRequests.RefundPayment || captured == 1) {
                    handle(answer(requests.get(i)));
                }
            }
        }

        void check() {
            String details = "seed " + seed + ": " + history;
            assertThat(count(OrderPlaced.class)).as(details).isEqualTo(history.isEmpty() ? 0 : 1);
            assertThat(count(OrderConfirmed.class) + count(OrderCancelled.class))
                    .as(details)
                    .isEqualTo(history.isEmpty() ? 0 : 1);
            assertThat(count(OrderReserved.class)).as(details).isLessThanOrEqualTo(1);
            assertThat(count(PaymentApproved.class)).as(details).isEqualTo(captured);
            assertThat(count(PaymentRefunded.class)).as(details).isEqualTo(captured - count(OrderConfirmed.class));
            assertThat(requests).as(details).hasSizeLessThanOrEqualTo(2);
            if (count(PaymentRefunded.class) == 1) {
                assertThat(first(PaymentApproved.class)).as(details).isLessThan(first(PaymentRefunded.class));
                assertThat(first(OrderCancelled.class)).as(details).isLessThan(first(PaymentRefunded.class));
            }
            history.stream()
                    .filter(OrderConfirmed.class::isInstance)
                    .map(OrderConfirmed.class::cast)
                    .forEach(confirmed -> assertThat(requests)
                            .as(details)
                            .containsExactly(new PaymentRequests.ChargePayment(order, confirmed.price())));
        }

        private int count(Class<?> type) {
            return (int) history.stream().filter(type::isInstance).count();
        }

        private int first(Class<?> type) {
            return history.indexOf(
                    history.stream().filter(type::isInstance).findFirst().orElseThrow());
        }
    }
}
