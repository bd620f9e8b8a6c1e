package swapr.system;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The offsets of the topics and groups, asked by the test itself. Each list is in the order of the partitions. */
final class BrokerOffsets implements AutoCloseable {

    private static final int PARTITIONS = 6;

    private final Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + (Swapr.BASE + 9)));

    List<String> firsts(String topic) {
        return texts(offsets(topic, OffsetSpec.earliest()));
    }

    List<String> ends(String topic) {
        return texts(offsets(topic, OffsetSpec.latest()));
    }

    /** The lag of a group; a partition without an offset of the group counts from its first record. */
    List<String> lags(String group, String topic) {
        try {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            var firsts = offsets(topic, OffsetSpec.earliest());
            var lags = new TreeMap<Integer, Long>();
            offsets(topic, OffsetSpec.latest()).forEach((number, end) -> {
                var read = committed.get(new TopicPartition(topic, number));
                lags.put(number, end - (read == null ? firsts.getOrDefault(number, 0L) : read.offset()));
            });
            return texts(lags);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private Map<Integer, Long> offsets(String topic, OffsetSpec spec) {
        var partitions = new TreeMap<Integer, Long>();
        for (int number = 0; number < PARTITIONS; number++) {
            try {
                var partition = new TopicPartition(topic, number);
                var found = admin.listOffsets(Map.of(partition, spec)).partitionResult(partition);
                partitions.put(number, found.get().offset());
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        return partitions;
    }

    private static List<String> texts(Map<Integer, Long> offsets) {
        return offsets.values().stream().map(String::valueOf).toList();
    }

    @Override
    public void close() {
        admin.close();
    }
}
