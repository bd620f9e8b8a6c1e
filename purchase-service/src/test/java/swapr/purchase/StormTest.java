package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import swapr.messaging.Envelope;

/**
 * The bank is down, loses answers or is killed, while buyers cancel and deadlines pass at random times.
 * {@code -Dseed=<the printed seed>} repeats the random choices.
 */
class StormTest extends PurchaseTest {

    private static final List<String> CARDS =
            List.of("tok_ok", "tok_ok", "tok_ok", "tok_ok", "tok_declined", "tok_flaky");
    private static final List<String> FAULTS =
            List.of("none", "none", "down", "lose_answer", "lose_answer", "lose_answer", "lose_answer", "kill");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Random randomFaults = new Random(seed + 1);

    @Test
    void eachOrderBecomesFinalAndThePaymentsAreCorrect() throws Exception {
        System.out.println("storm, seed " + seed);
        List<UUID> placed = new ArrayList<>();
        try (var timer = Executors.newScheduledThreadPool(2)) {
            var storm = timer.scheduleWithFixedDelay(this::injectNextFault, 0, 300, TimeUnit.MILLISECONDS);
            List<Future<?>> interruptions = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                UUID order = placed(CARDS.get(random.nextInt(CARDS.size())));
                placed.add(order);
                kafka.publish("listing-events", listingReserved(order));
                if (random.nextBoolean()) {
                    interruptions.add(interrupt(timer, order));
                }
            }
            for (Future<?> interruption : interruptions) {
                interruption.get();
            }
            storm.cancel(false);
        }
        BANK.recover();

        Awaitility.await("seed " + seed).atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            assertThat(placed)
                    .allMatch(order -> Orders.fold(orders.history(order)).isFinal());
            assertThat(placed)
                    .noneMatch(order -> Orders.fold(orders.history(order)) instanceof OrderState.RefundPending);
            assertThat(jdbc.sql("select convert_from(record_key, 'UTF8') from dead_letters where status <> 'RESOLVED'")
                            .query((row, n) -> row.getString(1))
                            .list())
                    .as("dead letters of these orders and their listing")
                    .noneMatch(key -> key.equals("listing:" + listing)
                            || placed.stream().anyMatch(order -> key.endsWith(":" + order)));
        });
        placed.forEach(this::check);
        System.out.println(placed.stream()
                .map(order -> Orders.fold(orders.history(order)).getClass().getSimpleName())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting())));
    }

    /** Checks the invariants I3, I4, I5 and I7 for one order. */
    private void check(UUID order) {
        var history = orders.history(order);
        var details = "seed " + seed + ", order " + order + ": " + history(order);
        assertThat(history)
                .as(details)
                .extracting(Envelope::aggregateVersion)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, history.size())
                        .mapToObj(version -> (long) version)
                        .toList());
        var movements = BANK.movements(order);
        if (Orders.fold(history) instanceof OrderState.Confirmed) {
            assertThat(movements).as(details).isEqualTo(captured(order));
        } else if (history(order).contains("PaymentApproved")) {
            assertThat(movements).as(details).isEqualTo(capturedAndRefunded(order));
        } else {
            assertThat(movements)
                    .as(details)
                    .extracting(BankProcess.Movement::type)
                    .isSubsetOf("DECLINED")
                    .hasSizeLessThan(2);
        }
    }

    private Future<?> interrupt(ScheduledExecutorService timer, UUID order) {
        boolean byBuyer = random.nextBoolean();
        return timer.schedule(
                () -> {
                    if (byBuyer) {
                        cancel(order);
                    } else {
                        jdbc.sql("update orders set deadline = now() where order_id = ?")
                                .param(order)
                                .update();
                    }
                },
                random.nextInt(4_000),
                TimeUnit.MILLISECONDS);
    }

    private void injectNextFault() {
        String fault = FAULTS.get(randomFaults.nextInt(FAULTS.size()));
        BANK.recover();
        if (fault.equals("kill")) {
            BANK.kill();
        } else {
            BANK.faults(fault);
        }
    }
}
