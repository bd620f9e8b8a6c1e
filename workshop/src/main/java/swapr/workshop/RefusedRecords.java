package swapr.workshop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Kafka refuses each record of a topic until {@link #close}, because it is larger than the limit of the topic. */
final class RefusedRecords implements AutoCloseable {

    private static final ConfigEntry LIMIT = new ConfigEntry("max.message.bytes", "1");
    private static final int TIMEOUT_S = 10;

    private final String bootstrapServers;
    private final String topic;

    RefusedRecords(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        change(bootstrapServers, topic, OpType.SET);
    }

    /** Ends the refusal; does nothing if there is none. */
    static void end(String bootstrapServers, String topic) {
        change(bootstrapServers, topic, OpType.DELETE);
    }

    @Override
    public void close() {
        end(bootstrapServers, topic);
    }

    private static void change(String bootstrapServers, String topic, OpType operation) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(LIMIT, operation))))
                    .all()
                    .get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot change the settings of " + topic + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
