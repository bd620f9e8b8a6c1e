package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** A service cannot change the producer settings that the relay's guarantees need. */
class ProducerSettingsTest {

    /**
     * The producer sends one request at a time. With more, a broker that had been silent for three minutes accepted
     * the second request of a new producer, but not its first. A listing's second event was then on the topic before
     * its first.
     */
    @Test
    void settingsOfAServiceCannotCauseLossOrReordering() {
        Map<String, Object> unsafe = Map.of(
                ProducerConfig.ACKS_CONFIG,
                "1",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                5,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                1_000);

        assertThat(MessagingAutoConfiguration.producer(unsafe))
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1)
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    }
}
