package swapr.messaging;

import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_POLL_RECORDS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.kafka.core.ShareConsumerFactory;

/** Creates consumers of share groups. They acknowledge each record, and fetch only as many as they run at once. */
final class ShareConsumers {

    private final Map<String, Object> settings;
    private final ShareConsumerFactory<byte[], byte[]> factory;

    /** @param batch the largest number of records in one poll */
    ShareConsumers(ConsumerFactory<?, ?> kafka, int batch) {
        settings = new HashMap<>(kafka.getConfigurationProperties());
        settings.keySet()
                .removeAll(List.of(AUTO_OFFSET_RESET_CONFIG, ENABLE_AUTO_COMMIT_CONFIG, ISOLATION_LEVEL_CONFIG));
        settings.put(SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // A worker fetches only commands that run at once, because the lock of a waiting command could expire.
        settings.put(SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(MAX_POLL_RECORDS_CONFIG, batch);
        factory = new DefaultShareConsumerFactory<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer(), false);
    }

    Map<String, Object> settings() {
        return settings;
    }

    ShareConsumer<byte[], byte[]> create(String group) {
        return factory.createShareConsumer(group, null);
    }
}
