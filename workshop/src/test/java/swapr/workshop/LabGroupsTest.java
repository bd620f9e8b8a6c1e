package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swapr.local.KafkaBroker;
import swapr.local.Ports;
import swapr.system.Waiting;

/** On a broker of its own. */
@SuppressWarnings("NullAway.Init")
class LabGroupsTest {

    private static final TopicPartition QUEUE = new TopicPartition("email-requests", 0);
    private static final TopicPartition EVENTS = new TopicPartition("listing-events", 0);

    @TempDir
    Path home;

    private KafkaBroker broker;
    private Admin admin;
    private LabGroups groups;

    @BeforeEach
    void aBroker() throws Exception {
        broker = KafkaBroker.start(
                home.resolve("kafka"), Ports.free(), Ports.free(), home.resolve("kafka.log"), List.of());
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        groups = new LabGroups(broker.bootstrapServers());
        var topics = Stream.of(QUEUE, EVENTS).map(partition -> new NewTopic(partition.topic(), 1, (short) 1));
        admin.createTopics(topics.toList()).all().get();
    }

    @AfterEach
    void stopTheBroker() {
        groups.close();
        admin.close(Duration.ofSeconds(1));
        broker.close();
    }

    @Test
    void onlyTheGroupsOfTheLabAreDeleted() throws Exception {
        commit("analytics-brands", EVENTS);
        commit("analytics-service", EVENTS);

        assertThat(groups.isDeleted(List.of("analytics-brands", "never-used"))).isTrue();

        assertThat(offsets("analytics-brands")).isEmpty();
        assertThat(offsets("analytics-service")).containsExactly(EVENTS);
    }

    @Test
    void aGroupWithAMemberIsNotDeleted() throws Exception {
        try (var member = consumer("analytics-brands")) {
            reads(member, EVENTS);

            assertThat(groups.isDeleted(List.of("analytics-brands"))).isFalse();
        }
    }

    @Test
    void offsetsOnQueuesAreForgottenUnlessTheirGroupReadsThem() throws Exception {
        commit("notification-service", QUEUE);
        commit("notification-service", EVENTS);
        try (var member = consumer("reader-of-the-queue")) {
            reads(member, QUEUE);
            member.commitSync(Map.of(QUEUE, new OffsetAndMetadata(0)));

            groups.forgetQueues();

            assertThat(offsets("notification-service")).containsExactly(EVENTS);
            assertThat(offsets("reader-of-the-queue")).containsExactly(QUEUE);
        }
    }

    private void commit(String group, TopicPartition partition) {
        try (var consumer = consumer(group)) {
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));
        }
    }

    private static void reads(KafkaConsumer<String, String> member, TopicPartition partition) {
        member.subscribe(List.of(partition.topic()));
        boolean hasJoined = Waiting.until(Duration.ofSeconds(30), () -> {
            var _ = member.poll(Duration.ofMillis(100));
            return member.assignment().contains(partition);
        });
        assertThat(hasJoined).isTrue();
    }

    private KafkaConsumer<String, String> consumer(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private Set<TopicPartition> offsets(String group) throws Exception {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .keySet();
    }
}
