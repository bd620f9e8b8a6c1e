package swapr.workshop;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import swapr.system.Http;
import swapr.workshop.Shop.Listing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The partner of lab 13: another company that inspects expensive pairs. It begins an inspection for each command, and
 * for each OrderReserved above its own limit. It begins at most one for each order.
 */
final class InspectionPartner implements AutoCloseable {

    /** The partner's own copy of the rule. The rule of Swapr is 500.00. */
    static final BigDecimal OWN_LIMIT = new BigDecimal("600.00");

    private static final String COMMANDS = "inspection-requests";
    private static final String EVENTS = "inspection-events";

    private final Shop shop;
    private final KafkaConsumer<String, String> consumer;
    private final KafkaProducer<String, String> producer;
    private final Map<String, JsonNode> commands = new HashMap<>();
    private final Map<String, Integer> answers = new HashMap<>();

    /** Reads the commands from now on. Creates the topics, because no service may have published a command yet. */
    InspectionPartner(Shop shop) {
        this.shop = shop;
        Map<String, Object> broker =
                Map.of("bootstrap.servers", shop.marketplace().bootstrapServers());
        createTopics(broker);
        consumer = new KafkaConsumer<>(broker, new StringDeserializer(), new StringDeserializer());
        var partitions = consumer.partitionsFor(COMMANDS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // fixes "the end" now, not at the first poll
        producer = new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer());
    }

    private static void createTopics(Map<String, Object> broker) {
        try (var admin = Admin.create(broker)) {
            var known = admin.listTopics().names().get();
            var missing = List.of(COMMANDS, EVENTS).stream()
                    .filter(topic -> !known.contains(topic))
                    .map(topic -> new NewTopic(topic, 6, (short) 1).configs(Map.of("retention.ms", "-1")))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create the topics of the partner: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Returns whether the partner has begun the inspection for this order. */
    boolean hasBegun(String order) {
        return isCommanded(order) || isAboveOwnLimit(order);
    }

    /** The messages about this order that the partner has read. */
    String seen(String order) {
        return "the partner got %d InspectPair and %d OrderReserved above its own limit of %s"
                .formatted(isCommanded(order) ? 1 : 0, isAboveOwnLimit(order) ? 1 : 0, OWN_LIMIT);
    }

    /** Returns whether a command for this order has reached the partner. */
    boolean isCommanded(String order) {
        var end = consumer.endOffsets(consumer.assignment());
        while (end.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                var command = Http.JSON.readTree(record.value());
                commands.put(command.path("payload").path("order_id").asString(""), command);
            }
        }
        return commands.containsKey(order);
    }

    /** Returns whether the command, if there is one, has the right type and names this pair. */
    boolean canInspect(String order, Listing pair) {
        return !isCommanded(order) || isFor(command(order), pair);
    }

    private static boolean isFor(JsonNode command, Listing pair) {
        return command.path("event_type").asString("").equals("InspectPair")
                && command.at("/payload/listing_id").asString("").equals(pair.id())
                && command.at("/payload/title").asString("").equals(pair.title());
    }

    /** The command for this order, as the partner read it; a missing node if there is none. */
    JsonNode command(String order) {
        return commands.getOrDefault(order, MissingNode.getInstance());
    }

    private boolean isAboveOwnLimit(String order) {
        return shop.topics().of("OrderReserved").stream()
                .filter(event -> event.payload("order_id").equals(order))
                .map(event ->
                        new BigDecimal(event.body().at("/payload/price/amount").asString()))
                .anyMatch(price -> price.compareTo(OWN_LIMIT) > 0);
    }

    /** Publishes the result of an inspection. A second call publishes a second event about the same order. */
    void answer(String order, boolean genuine) {
        var key = "inspection:" + order;
        var event = Http.JSON
                .createObjectNode()
                .put("event_id", UUID.randomUUID().toString())
                .put("event_type", "PairInspected")
                .put("schema_version", 1)
                .put("aggregate_id", key)
                .put("aggregate_version", answers.merge(order, 1, Integer::sum))
                .put("actor", "service:inspection-partner")
                .put("timestamp", Instant.now().toString())
                .put("correlation_id", "lab-13-" + order);
        event.putObject("payload").put("order_id", order).put("genuine", genuine);
        var _ = producer.send(new ProducerRecord<>(EVENTS, key, event.toString()));
        producer.flush();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
