package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** What the relay's promises stand on is not a service's to configure. */
class ProducerSettingsTest {

    /**
     * With more than one request on its way, a broker that had been silent for three minutes took a new producer's second
     * request and not its first, and a listing's second event was on the topic before its first.
     */
    @Test
    void whateverAServiceSetsNothingIsLostAndNothingIsOvertaken() {
        Map<String, Object> careless = Map.of(
                ProducerConfig.ACKS_CONFIG,
                "1",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                5,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                1_000);

        assertThat(MessagingAutoConfiguration.producer(careless))
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1)
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    }
}
