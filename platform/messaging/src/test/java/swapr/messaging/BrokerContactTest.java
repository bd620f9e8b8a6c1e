package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import swapr.testing.Infrastructure;

/** A service without a broker waits for it, and leaves the processor to the others. */
class BrokerContactTest {

    private static final Duration OBSERVED = Duration.ofSeconds(3);

    @Test
    void theWaitForABrokerUsesLessThanAQuarterOfACore() throws Exception {
        long end = System.nanoTime() + OBSERVED.toNanos();
        long before = processorNanos();

        BrokerContact.await(client("127.0.0.1:" + closedPort()), () -> System.nanoTime() < end);

        assertThat(System.nanoTime()).as("it waits until it is stopped").isGreaterThanOrEqualTo(end);
        assertThat(Duration.ofNanos(processorNanos() - before))
                .isLessThan(OBSERVED.dividedBy(4)); // a new client takes 0.3 s of it
    }

    @Test
    @Timeout(30)
    void theWaitEndsWhenTheBrokerAnswers() throws Exception {
        BrokerContact.await(client(Infrastructure.shared().bootstrapServers()), () -> true);
    }

    @Test
    void aConsumerWithoutABrokerHasLostItsContact() throws Exception {
        try (var consumer = consumer("127.0.0.1:" + closedPort())) {
            var contact = new BrokerContact(consumer, Duration.ofSeconds(1));
            assertThat(contact.isLost()).as("a new consumer needs time to join").isFalse();
            await().atMost(Duration.ofSeconds(10)).until(contact::isLost);
            consumer.close(Duration.ZERO);
        }
    }

    @Test
    void aConsumerWithABrokerKeepsItsContact() {
        try (var consumer = consumer(Infrastructure.shared().bootstrapServers())) {
            consumer.subscribe(List.of("test-commands"));
            var contact = new BrokerContact(consumer, Duration.ofSeconds(6));
            await().during(Duration.ofSeconds(8)).atMost(Duration.ofSeconds(10)).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !contact.isLost();
            });
        }
    }

    private static Map<String, Object> client(String bootstrap) {
        return Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ConsumerConfig.GROUP_ID_CONFIG, "contact");
    }

    private static ShareConsumer<byte[], byte[]> consumer(String bootstrap) {
        return new KafkaShareConsumer<>(client(bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The processor time of the threads that a client can use: this one and those of Kafka's clients. */
    private static long processorNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        var ours = Set.of("kafka-admin-client-thread", "consumer_background_thread");
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.equals(Thread.currentThread())
                        || ours.stream().anyMatch(name -> thread.getName().startsWith(name)))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.threadId())))
                .sum();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
