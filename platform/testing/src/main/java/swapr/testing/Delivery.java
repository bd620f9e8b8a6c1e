package swapr.testing;

import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * An event that was published, and what is expected of it: publish X, eventually Y, delivering it again changes nothing.
 *
 * <pre>{@code
 * kafka.deliver("listing-events", listingCreated)
 *         .eventually(() -> assertThat(counters.of(week)).isEqualTo(1))
 *         .andAgainChangesNothing(() -> counters.findAll());
 * }</pre>
 */
public final class Delivery {

    private final Kafka kafka;
    private final String topic;
    private final TestEvent event;
    private final ReceivedRecord published;

    Delivery(Kafka kafka, String topic, TestEvent event, ReceivedRecord published) {
        this.kafka = kafka;
        this.topic = topic;
        this.event = event;
        this.published = published;
    }

    /** Tries the assertion until it holds, 20 seconds at most. */
    public Delivery eventually(ThrowingRunnable assertion) {
        Awaitility.await("after " + event.type())
                .atMost(Kafka.PATIENCE)
                .pollInterval(Kafka.PAUSE)
                .untilAsserted(assertion);
        return this;
    }

    /**
     * Delivers the same event once more, waits until every group reading the topic is past it, and compares.
     *
     * @param state everything the event could change, with an {@code equals}: rows, counters, e-mails
     */
    public void andAgainChangesNothing(Supplier<?> state) {
        kafka.awaitProcessed(published);
        Object before = state.get();
        kafka.awaitProcessed(kafka.publish(topic, event));
        Assertions.assertThat((Object) state.get())
                .as("after %s was delivered a second time", event.type())
                .isEqualTo(before);
    }
}
