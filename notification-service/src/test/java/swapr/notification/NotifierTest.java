package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import swapr.messaging.Envelope;

class NotifierTest {

    private static final Instant TIME = Instant.parse("2026-11-21T09:12:45.123456Z");

    @Test
    void anEventAndATypeAlwaysHaveTheSameId() {
        var event = event(UuidCreator.getTimeOrderedEpoch(), TIME);

        UUID id = Notifier.idOf(event, NotificationType.LISTING_SOLD);

        assertThat(id).isEqualTo(Notifier.idOf(event, NotificationType.LISTING_SOLD));
        assertThat(id).isNotEqualTo(Notifier.idOf(event, NotificationType.ORDER_CONFIRMED));
        assertThat(id)
                .isNotEqualTo(
                        Notifier.idOf(event(UuidCreator.getTimeOrderedEpoch(), TIME), NotificationType.LISTING_SOLD));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    /** So an index of notifications grows at one end. */
    @Test
    void idsSortByTheTimeOfTheEvent() {
        for (int i = 0; i < 100; i++) {
            UUID earlier = Notifier.idOf(event(UUID.randomUUID(), TIME.plusMillis(i)), NotificationType.LISTING_SOLD);
            UUID later = Notifier.idOf(event(UUID.randomUUID(), TIME.plusMillis(i + 1)), NotificationType.LISTING_SOLD);
            assertThat(earlier.toString()).isLessThan(later.toString());
        }
    }

    private static Envelope<String> event(UUID id, Instant at) {
        return new Envelope<>(id, "OrderConfirmed", 1, "order:1", 1, "user:1", at, "c", null, null, "");
    }
}
