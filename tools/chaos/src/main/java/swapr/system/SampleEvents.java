package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The sample events of the contracts, by topic. */
final class SampleEvents {

    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Map<String, List<String>> byTopic = new HashMap<>();

    /** @param root the checkout with {@code contracts/samples} */
    SampleEvents(Path root) {
        try (var files = Files.walk(root.resolve("contracts/samples"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                byTopic.computeIfAbsent(topicOf(file), topic -> new ArrayList<>())
                        .add(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String topicOf(Path sample) {
        String type = sample.getFileName().toString().replaceFirst("\\..*", "");
        return switch (type) {
            case "ChargePayment", "RefundPayment" -> "payment-requests";
            case "SendEmail" -> "email-requests";
            default -> sample.getName(sample.getNameCount() - 2) + "-events";
        };
    }

    /** All topics and work queues with a sample. */
    Set<String> topics() {
        return byTopic.keySet();
    }

    /** The samples of a topic as JSON. */
    List<String> of(String topic) {
        return byTopic.getOrDefault(topic, List.of());
    }

    /** The sample with new ids. Equal ids stay equal. */
    static String withNewIds(String sample) {
        var renamed = new HashMap<String, String>();
        return UUIDS.matcher(sample)
                .replaceAll(match -> renamed.computeIfAbsent(
                        match.group(), old -> UUID.randomUUID().toString()));
    }
}
