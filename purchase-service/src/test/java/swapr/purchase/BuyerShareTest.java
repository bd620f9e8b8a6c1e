package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import swapr.messaging.TryAgainLater;

/** Each buyer has two places. */
class BuyerShareTest {

    private final BuyerShare share = new BuyerShare(new PurchaseProperties(
            URI.create("http://127.0.0.1:1"), Duration.ofMinutes(2), Duration.ofSeconds(30), 50, 2));
    private final UUID buyer = UUID.randomUUID();

    @Test
    void theThirdOfOneBuyerComesAgainLater() {
        share.enter(buyer);
        share.enter(buyer);

        assertThatThrownBy(() -> share.enter(buyer)).isInstanceOf(TryAgainLater.class);
    }

    @Test
    void anotherBuyerHasPlacesOfItsOwn() {
        share.enter(buyer);
        share.enter(buyer);

        assertThatCode(() -> share.enter(UUID.randomUUID())).doesNotThrowAnyException();
    }

    @Test
    void aPlaceThatBecomesFreeSoonIsWaitedFor() throws Exception {
        share.enter(buyer);
        share.enter(buyer);
        var asks = new CountDownLatch(1);
        var third = CompletableFuture.runAsync(() -> {
            asks.countDown();
            share.enter(buyer);
        });
        asks.await();

        share.leave(buyer);

        third.get(5, TimeUnit.SECONDS);
        assertThatThrownBy(() -> share.enter(buyer)).isInstanceOf(TryAgainLater.class);
    }
}
