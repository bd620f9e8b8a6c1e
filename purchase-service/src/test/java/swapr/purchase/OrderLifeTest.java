package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import swapr.purchase.Order.Command;
import swapr.purchase.OrderEvents.CancellationReason;
import swapr.testing.GeneratedPart;

/** Generates the diagram and the table of {@code docs/architecture/order.md} from the decisions of {@link Order}. */
class OrderLifeTest {

    private static final Path PAGE = Path.of("../docs/architecture/order.md");
    private static final String NO_EFFECT = "-";
    private static final String EXCEPTION = "exception";

    private static final List<Command> COMMANDS = List.of(
            new Order.Place(new Order.Purchase(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3))),
            new Order.Reserve(
                    new Order.Offer(new UUID(0, 4), "Ada", "Air Jordan 1", new Money(new BigDecimal("250.00"), "USD"))),
            new Order.Reject(CancellationReason.NOT_AVAILABLE),
            new Order.Approve("p1"),
            new Order.Decline("CARD_DECLINED"),
            new Order.Cancel(CancellationReason.TIMED_OUT),
            new Order.Refund());

    /** For each stored state: the next state of each command. */
    private final Map<OrderState, List<String>> cells = new LinkedHashMap<>();

    private final Set<String> transitions = new LinkedHashSet<>();
    private final Set<Class<?>> passed = new HashSet<>();

    @Test
    void thePageShowsAllDecisions() throws IOException {
        assertThat(classesOf(COMMANDS)).isEqualTo(permitted(Command.class));

        walk();

        Set<Class<?>> stored = classesOf(cells.keySet());
        assertThat(Stream.concat(stored.stream(), passed.stream()).collect(Collectors.toSet()))
                .isEqualTo(permitted(OrderState.class));
        GeneratedPart.check(PAGE, OrderLifeTest.class, diagram() + "\n\n" + table() + "\n\n" + transientStates(stored));
    }

    /** Visits all states in which an order can be stored, from the first one on. */
    private void walk() {
        var open = new ArrayDeque<OrderState>(List.of(new OrderState.Unplaced()));
        while (!open.isEmpty()) {
            OrderState state = open.remove();
            if (!cells.containsKey(state)) {
                cells.put(
                        state,
                        COMMANDS.stream()
                                .map(command -> cell(state, command, open))
                                .toList());
            }
        }
    }

    private String cell(OrderState before, Command command, ArrayDeque<OrderState> open) {
        List<OrderEvents> events;
        try {
            events = Order.decide(before, command);
        } catch (IllegalStateException e) {
            return EXCEPTION;
        }
        if (events.isEmpty()) {
            return NO_EFFECT;
        }
        var effects = new StringJoiner(", ");
        OrderState after = before;
        for (OrderEvents event : events) {
            after = OrderState.evolve(after, event);
            passed.add(after.getClass());
            effects.add(name(event));
            Order.paymentCommandFor(after).ifPresent(request -> effects.add("command " + name(request)));
        }
        transitions.add("    %s --> %s : %s / %s".formatted(id(before), id(after), name(command), effects));
        open.add(after);
        return title(after);
    }

    private String diagram() {
        String titles = cells.keySet().stream()
                .filter(state -> !(state instanceof OrderState.Unplaced))
                .map(state -> "    state \"%s\" as %s".formatted(title(state), id(state)))
                .distinct()
                .collect(Collectors.joining("\n"));
        String finals = cells.keySet().stream()
                .filter(OrderState::isFinal)
                .map(OrderLifeTest::id)
                .distinct()
                .collect(Collectors.joining(","));
        return """
                ```mermaid
                stateDiagram-v2
                    direction TB
                    classDef done stroke-width:4px
                %s
                %s
                    class %s done
                ```""".formatted(titles, String.join("\n", transitions), finals);
    }

    /** The reason of a cancellation changes no decision, so canceled orders with different reasons have equal rows. */
    private String table() {
        String heads = COMMANDS.stream().map(OrderLifeTest::name).collect(Collectors.joining(" | "));
        assertThat(cells.keySet().stream().map(OrderLifeTest::title).distinct())
                .as("states that differ only in their reason decide the same")
                .hasSameSizeAs(cells.entrySet().stream()
                        .map(row -> title(row.getKey()) + row.getValue())
                        .distinct()
                        .toList());
        String rows = cells.entrySet().stream()
                .map(row -> "| **%s** | %s |".formatted(title(row.getKey()), String.join(" | ", row.getValue())))
                .distinct()
                .collect(Collectors.joining("\n"));
        return "| state | %s |\n|---|%s\n%s".formatted(heads, "---|".repeat(COMMANDS.size()), rows);
    }

    private String transientStates(Set<Class<?>> stored) {
        return "An append passes these states, and no order is stored in them: "
                + passed.stream()
                        .filter(state -> !stored.contains(state))
                        .map(state -> "`" + state.getSimpleName() + "`")
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static String id(OrderState state) {
        return switch (state) {
            case OrderState.Unplaced _ -> "[*]";
            case OrderState.Cancelled(var _, var offer, var _) when offer == null -> "CancelledBefore";
            default -> name(state);
        };
    }

    private static String title(OrderState state) {
        return switch (state) {
            case OrderState.Cancelled(var _, var offer, var _) ->
                offer == null ? "Cancelled, not reserved" : "Cancelled, was reserved";
            default -> name(state);
        };
    }

    private static String name(Object value) {
        return value.getClass().getSimpleName();
    }

    private static Set<Class<?>> permitted(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses()).collect(Collectors.toSet());
    }

    private static Set<Class<?>> classesOf(Iterable<?> values) {
        var classes = new HashSet<Class<?>>();
        values.forEach(value -> classes.add(value.getClass()));
        return classes;
    }
}
