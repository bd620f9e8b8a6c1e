package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import swapr.purchase.Order.Command;
import swapr.purchase.OrderEvents.CancellationReason;
import swapr.purchase.OrderEvents.OrderCancelled;
import swapr.purchase.OrderEvents.OrderConfirmed;
import swapr.purchase.OrderEvents.OrderPlaced;
import swapr.purchase.OrderEvents.OrderReserved;
import swapr.purchase.OrderEvents.PaymentApproved;
import swapr.purchase.OrderEvents.PaymentDeclined;
import swapr.purchase.OrderEvents.PaymentRefunded;

/** All decisions of the saga: the result of each command in each state. */
class OrderTest {

    /** "-": no event. "!": impossible, throws an exception. {@link #event} maps the short names to events. */
    private static final String DECISIONS = """
            state             | Place | Reserve | Reject   | Approve           | Decline           | Cancel   | Refund
            unplaced          | Placed| -       | -        | !                 | -                 | -        | -
            pending           | -     | Reserved| Cancelled| !                 | -                 | Cancelled| -
            reserved          | -     | -       | -        | Approved Confirmed| Declined Cancelled| Cancelled| -
            declined          | -     | -       | -        | -                 | -                 | Cancelled| -
            paid              | -     | -       | -        | -                 | -                 | Cancelled| -
            confirmed         | -     | -       | -        | -                 | -                 | -        | -
            canceled, pending | -     | -       | -        | !                 | -                 | -        | -
            canceled, reserved| -     | -       | -        | Approved          | -                 | -        | -
            canceled, captured| -     | -       | -        | -                 | -                 | -        | Refunded
            canceled, refunded| -     | -       | -        | -                 | -                 | -        | -
            """;

    private static final UUID ORDER = new UUID(0, 1);
    private static final UUID LISTING = new UUID(0, 2);
    private static final UUID BUYER = new UUID(0, 3);
    private static final UUID SELLER = new UUID(0, 4);
    private static final Money PRICE = new Money(new BigDecimal("250.00"), "USD");

    private static final OrderEvents PLACED = new OrderPlaced(ORDER, LISTING, BUYER);
    private static final OrderEvents RESERVED =
            new OrderReserved(ORDER, LISTING, BUYER, SELLER, "Ada", "Air Jordan 1", PRICE);
    private static final OrderEvents APPROVED = new PaymentApproved(ORDER, LISTING, BUYER, "p1", PRICE);
    private static final OrderEvents DECLINED = new PaymentDeclined(ORDER, LISTING, BUYER, "CARD_DECLINED");
    private static final OrderEvents CONFIRMED =
            new OrderConfirmed(ORDER, LISTING, BUYER, SELLER, "Ada", "Air Jordan 1", PRICE);
    private static final OrderEvents REFUNDED = new PaymentRefunded(ORDER, LISTING, BUYER, "p1", PRICE);

    private static final Map<String, List<OrderEvents>> HISTORIES = Map.of(
            "unplaced", List.of(),
            "pending", List.of(PLACED),
            "reserved", List.of(PLACED, RESERVED),
            "declined", List.of(PLACED, RESERVED, DECLINED),
            "paid", List.of(PLACED, RESERVED, APPROVED),
            "confirmed", List.of(PLACED, RESERVED, APPROVED, CONFIRMED),
            "canceled, pending", List.of(PLACED, cancelled(CancellationReason.TIMED_OUT)),
            "canceled, reserved", List.of(PLACED, RESERVED, lateCancelled(CancellationReason.TIMED_OUT)),
            "canceled, captured", List.of(PLACED, RESERVED, lateCancelled(CancellationReason.TIMED_OUT), APPROVED),
            "canceled, refunded",
                    List.of(PLACED, RESERVED, lateCancelled(CancellationReason.TIMED_OUT), APPROVED, REFUNDED));

    private static final Map<String, Command> COMMANDS = Map.of(
            "Place", new Order.Place(new Order.Purchase(ORDER, LISTING, BUYER)),
            "Reserve", new Order.Reserve(new Order.Offer(SELLER, "Ada", "Air Jordan 1", PRICE)),
            "Reject", new Order.Reject(CancellationReason.NOT_AVAILABLE),
            "Approve", new Order.Approve("p1"),
            "Decline", new Order.Decline("CARD_DECLINED"),
            "Cancel", new Order.Cancel(CancellationReason.CANCELLED_BY_BUYER),
            "Refund", new Order.Refund());

    @TestFactory
    Stream<DynamicTest> eachStateHasADecisionForEachCommand() {
        String[] columns = cells(DECISIONS.lines().findFirst().orElseThrow());
        assertThat(Arrays.stream(columns).skip(1)).as("columns").containsExactlyInAnyOrderElementsOf(COMMANDS.keySet());
        assertThat(COMMANDS.values().stream().map(Object::getClass).collect(Collectors.<Object>toSet()))
                .as("commands")
                .containsExactlyInAnyOrder((Object[]) Command.class.getPermittedSubclasses());
        assertThat(DECISIONS.lines().skip(1).map(line -> cells(line)[0]))
                .as("rows")
                .containsExactlyInAnyOrderElementsOf(HISTORIES.keySet());
        assertThat(HISTORIES.keySet().stream()
                        .map(name -> state(name).getClass())
                        .collect(Collectors.<Object>toSet()))
                .as("states")
                .containsExactlyInAnyOrder((Object[]) OrderState.class.getPermittedSubclasses());
        return DECISIONS
                .lines()
                .skip(1)
                .map(OrderTest::cells)
                .flatMap(row -> Stream.iterate(1, column -> column < columns.length, column -> column + 1)
                        .map(column -> dynamicTest(
                                row[0] + " + " + columns[column] + " -> " + row[column],
                                () -> expect(
                                        row[0], Objects.requireNonNull(COMMANDS.get(columns[column])), row[column]))));
    }

    private static void expect(String stateName, Command command, String answer) {
        OrderState state = state(stateName);
        if (answer.equals("!")) {
            assertThatThrownBy(() -> Order.decide(state, command)).isInstanceOf(IllegalStateException.class);
            return;
        }
        List<OrderEvents> expected = answer.equals("-")
                ? List.of()
                : Arrays.stream(answer.split(" "))
                        .map(name -> event(name, stateName, command))
                        .toList();
        List<OrderEvents> decided = Order.decide(state, command);
        assertThat(decided).isEqualTo(expected);
        OrderState after = state;
        for (OrderEvents event : decided) {
            after = OrderState.evolve(after, event);
        }
        assertThat(Order.decide(after, command)).as("the same command again").isEmpty();
    }

    private static OrderEvents event(String name, String state, Command command) {
        return switch (name) {
            case "Placed" -> PLACED;
            case "Reserved" -> RESERVED;
            case "Approved" -> APPROVED;
            case "Declined" -> DECLINED;
            case "Confirmed" -> CONFIRMED;
            case "Refunded" -> REFUNDED;
            case "Cancelled" -> {
                CancellationReason reason = switch (command) {
                    case Order.Cancel(var r) -> r;
                    case Order.Reject(var r) -> r;
                    default -> CancellationReason.PAYMENT_DECLINED;
                };
                yield state.equals("pending") ? cancelled(reason) : lateCancelled(reason);
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void onlyAReservedOrderAndAPendingRefundNeedAPaymentCommand() {
        var charge = new PaymentRequests.ChargePayment(ORDER, PRICE);
        var refund = new PaymentRequests.RefundPayment(ORDER, "p1", PRICE);

        HISTORIES.forEach((name, history) -> {
            var request = Order.paymentCommandFor(state(name));
            switch (name) {
                case "reserved" -> assertThat(request).contains(charge);
                case "canceled, captured" -> assertThat(request).contains(refund);
                default -> assertThat(request).as(name).isEmpty();
            }
        });
    }

    @Test
    void theCancellationOfAPaidOrderRequestsARefund() {
        var after = OrderState.evolve(state("paid"), lateCancelled(CancellationReason.TIMED_OUT));

        assertThat(Order.paymentCommandFor(after)).contains(new PaymentRequests.RefundPayment(ORDER, "p1", PRICE));
    }

    @Test
    void anImpossibleHistoryIsRefused() {
        for (var broken : List.of(
                List.of(RESERVED),
                List.of(PLACED, CONFIRMED),
                List.of(PLACED, PLACED),
                List.of(PLACED, APPROVED),
                List.of(PLACED, RESERVED, APPROVED, CONFIRMED, lateCancelled(CancellationReason.TIMED_OUT)))) {
            assertThatThrownBy(() -> OrderState.fold(broken)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static OrderState state(String name) {
        return OrderState.fold(Objects.requireNonNull(HISTORIES.get(name)));
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
    }

    private static OrderEvents cancelled(CancellationReason reason) {
        return new OrderCancelled(ORDER, LISTING, BUYER, Optional.empty(), reason);
    }

    private static OrderEvents lateCancelled(CancellationReason reason) {
        return new OrderCancelled(ORDER, LISTING, BUYER, Optional.of("Air Jordan 1"), reason);
    }
}
