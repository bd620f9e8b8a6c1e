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

/** Each buyer may have two concurrent charges. */
class BuyerShareTest {

    private final BuyerShare share = new BuyerShare(new PurchaseProperties(
            URI.create("http://127.0.0.1:1"), Duration.ofMinutes(2), Duration.ofSeconds(30), 50, 2));
    private final UUID buyer = UUID.randomUUID();

    @Test
    void theThirdChargeOfOneBuyerIsPostponed() {
        share.enter(buyer);
        share.enter(buyer);

        assertThatThrownBy(() -> share.enter(buyer)).isInstanceOf(TryAgainLater.class);
    }

    @Test
    void anotherBuyerHasASeparateLimit() {
        share.enter(buyer);
        share.enter(buyer);

        assertThatCode(() -> share.enter(UUID.randomUUID())).doesNotThrowAnyException();
    }

    @Test
    void aThirdChargeWaitsBrieflyForTheEndOfAnother() throws Exception {
        share.enter(buyer);
        share.enter(buyer);
        var started = new CountDownLatch(1);
        var third = CompletableFuture.runAsync(() -> {
            started.countDown();
            share.enter(buyer);
        });
        started.await();

        share.leave(buyer);

        third.get(5, TimeUnit.SECONDS);
        assertThatThrownBy(() -> share.enter(buyer)).isInstanceOf(TryAgainLater.class);
    }
}
