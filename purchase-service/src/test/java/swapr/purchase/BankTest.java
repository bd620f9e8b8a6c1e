package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** Calls of the bank, and the states of its circuit breaker. */
class BankTest extends PurchaseTest {

    private static final Money PRICE = new Money(new BigDecimal("250.00"), "USD");

    @Autowired
    RestClient.Builder client;

    private final AtomicInteger calls = new AtomicInteger();
    private Bank bank = unreachable();

    @BeforeEach
    void open() {
        bank = bank(Duration.ofSeconds(30));
    }

    @Test
    void threeFailuresInARowOpenTheBreaker() {
        BANK.faults("down");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(HttpServerErrorException.class);
        }

        assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(CallNotPermittedException.class);
        assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(CallNotPermittedException.class);

        assertThat(calls).as("calls that the breaker permitted").hasValue(3);
    }

    @Test
    void serverErrorsOfOneBuyerNeverOpenTheBreaker() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> charge(buyer, "tok_flaky")).isInstanceOf(HttpServerErrorException.class);
        }

        assertThat(charge(UUID.randomUUID(), "tok_ok")).isInstanceOf(Bank.ChargeResult.Approved.class);
    }

    @Test
    void theThirdServerErrorOfTwoBuyersOpensTheBreaker() {
        BANK.faults("down");
        UUID other = UUID.randomUUID();
        for (UUID buyerId : List.of(buyer, other, buyer)) {
            assertThatThrownBy(() -> charge(buyerId, "tok_ok")).isInstanceOf(HttpServerErrorException.class);
        }

        assertThatThrownBy(() -> charge(other, "tok_ok")).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void aServerErrorOfASecondBuyerOpensTheBreaker() {
        BANK.faults("down");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> charge(buyer, "tok_ok")).isInstanceOf(HttpServerErrorException.class);
        }
        assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(HttpServerErrorException.class);

        assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void threeCallsOfOneBuyerWithoutAnAnswerOpenTheBreaker() {
        BANK.faults("lose_answer");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> charge(buyer, "tok_ok")).isInstanceOf(ResourceAccessException.class);
        }

        assertThatThrownBy(() -> charge(buyer, "tok_ok")).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void threeFailedRefundsOpenTheBreaker() {
        BANK.faults("down");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::refund).isInstanceOf(HttpServerErrorException.class);
        }

        assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void aSuccessAfterTwoFailuresKeepsTheBreakerClosed() {
        BANK.faults("down");
        for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(HttpServerErrorException.class);
            assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(HttpServerErrorException.class);
            BANK.faults("none");
            assertThat(charge("tok_ok")).isInstanceOf(Bank.ChargeResult.Approved.class);
            BANK.faults("down");
        }
    }

    @Test
    void aSuccessfulCallAfterThePauseClosesTheBreaker() {
        bank = bank(Duration.ofSeconds(1));
        openTheBreaker();

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> charge("tok_ok") instanceof Bank.ChargeResult.Approved);
        assertThat(calls).hasValue(4);
        assertThat(charge("tok_ok")).isInstanceOf(Bank.ChargeResult.Approved.class);
    }

    @Test
    void aDeclinedChargeIsNoFailure() {
        for (int i = 0; i < 5; i++) {
            assertThat(charge("tok_declined")).isEqualTo(new Bank.ChargeResult.Declined("CARD_DECLINED"));
            assertThat(charge("tok_nonsense")).isEqualTo(new Bank.ChargeResult.Declined("UNKNOWN_TOKEN"));
        }
    }

    @Test
    void aRequestThatTheBankRefusesIsNoFailureOfTheBank() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(this::refund).isInstanceOf(HttpClientErrorException.Conflict.class);
        }
        assertThat(charge("tok_ok")).isInstanceOf(Bank.ChargeResult.Approved.class);
    }

    @Test
    void aPermitWithoutACallIsNoFailureOfTheBank() {
        for (int i = 0; i < 5; i++) {
            bank.permit(buyer).close(); // for example, because the order changed
        }
        assertThat(charge("tok_ok")).isInstanceOf(Bank.ChargeResult.Approved.class);
    }

    @Test
    void aPermitWithoutACallIsGivenBack() {
        bank = bank(Duration.ofSeconds(1));
        openTheBreaker();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> {
                    bank.permit(buyer).close();
                    return true;
                });

        // After its pause, the breaker permits one call only.
        assertThat(charge("tok_ok")).isInstanceOf(Bank.ChargeResult.Approved.class);
    }

    @Test
    void repeatedChargesOfOneOrderMoveMoneyOnce() {
        var order = UUID.randomUUID();

        var first = charge(bank, order, buyer, "tok_ok");
        var second = charge(bank, order, buyer, "tok_ok");

        assertThat(second).isEqualTo(first);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void anUnreachableBankIsAnUnknownOutcome() {
        assertThatThrownBy(() -> charge(unreachable(), UUID.randomUUID(), buyer, "tok_ok"))
                .isInstanceOf(ResourceAccessException.class);
    }

    /** The bank works again afterwards. */
    private void openTheBreaker() {
        BANK.faults("down");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> charge("tok_ok")).isInstanceOf(HttpServerErrorException.class);
        }
        BANK.faults("none");
    }

    private Bank.ChargeResult charge(String token) {
        return charge(UUID.randomUUID(), token);
    }

    private Bank.ChargeResult charge(UUID buyer, String token) {
        return charge(bank, UUID.randomUUID(), buyer, token);
    }

    private Bank.ChargeResult charge(Bank bank, UUID order, UUID buyer, String token) {
        try (var call = bank.permit(buyer)) {
            calls.incrementAndGet();
            return call.charge(order, PRICE, token);
        }
    }

    private void refund() {
        try (var call = bank.permit(null)) {
            call.refund(UUID.randomUUID(), UUID.randomUUID().toString(), PRICE);
        }
    }

    private Bank bank(Duration pause) {
        return new Bank(
                client.clone(),
                new PurchaseProperties(URI.create(BANK.url()), Duration.ofMinutes(2), pause, 50, 2),
                new SimpleMeterRegistry());
    }

    private static Bank unreachable() {
        return new Bank(
                RestClient.builder(),
                new PurchaseProperties(
                        URI.create("http://127.0.0.1:1"), Duration.ofMinutes(2), Duration.ofSeconds(30), 50, 2),
                new SimpleMeterRegistry());
    }
}
