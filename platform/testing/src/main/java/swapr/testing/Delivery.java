package swapr.testing;

import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * Checks the effects of a published event: an assertion holds eventually, and a second delivery changes nothing.
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

    /** Repeats the assertion until it holds, for at most 20 seconds. */
    public Delivery eventually(ThrowingRunnable assertion) {
        Awaitility.await("after " + event.type())
                .atMost(BrokerCalls.TIMEOUT)
                .pollInterval(BrokerCalls.PAUSE)
                .untilAsserted(assertion);
        return this;
    }

    /**
     * Delivers the same event again, waits until every group of the topic has processed it, and compares the state.
     *
     * @param state returns everything that the event can change, with {@code equals}: rows, counters, e-mails
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
