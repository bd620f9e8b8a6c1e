package swapr.pacts;

import au.com.dius.pact.core.matchers.JsonContentMatcher;
import au.com.dius.pact.core.matchers.MatchingContext;
import au.com.dius.pact.core.model.Consumer;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.DefaultPactWriter;
import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.Pact;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.Provider;
import au.com.dius.pact.core.model.V4Interaction.AsynchronousMessage;
import au.com.dius.pact.core.model.V4Pact;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads pact files, and checks a record against a pact. */
final class Pacts {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Pacts() {}

    /** Returns the file name of a pact. */
    static String fileName(String consumer, String publisher) {
        return "%s-%s.json".formatted(consumer, publisher);
    }

    /** Returns the text of a pact file. Equal required fields give equal text. */
    static String write(String consumer, String publisher, List<RequiredFields> requiredFields) {
        List<Interaction> messages = new ArrayList<>();
        requiredFields.stream()
                .map(RequiredFields::message)
                .sorted(Comparator.comparing(AsynchronousMessage::getDescription))
                .forEach(messages::add);
        var text = new StringWriter();
        DefaultPactWriter.INSTANCE.writePact(
                new V4Pact(new Consumer(consumer), new Provider(publisher), messages),
                new PrintWriter(text),
                PactSpecVersion.V4);
        return text.toString();
    }

    /** Returns all pacts in a directory, sorted by file name; none if the directory does not exist. */
    static List<Pact> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> DefaultPactReader.INSTANCE.loadPact(file.toFile()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<AsynchronousMessage> messages(Pact pact) {
        return pact.getInteractions().stream()
                .map(interaction -> interaction.asAsynchronousMessage())
                .toList();
    }

    /** Returns the example of a message. */
    static JsonNode example(AsynchronousMessage message) {
        return JSON.readTree(message.contentsAsString());
    }

    /**
     * Returns the violations of a pact in a record, each with the path of the field; empty if the record satisfies it.
     *
     * @param value the value of the record, as it is on the topic
     */
    static List<String> missing(AsynchronousMessage message, String value) {
        var context = new MatchingContext(message.getMatchingRules().rulesForCategory("body"), true);
        var actual = OptionalBody.Companion.body(value, message.getContentType());
        return JsonContentMatcher.INSTANCE
                .matchBody(message.getMessageContents(), actual, context)
                .getBodyResults()
                .stream()
                .flatMap(result -> result.getResult().stream())
                .map(mismatch -> "%s: %s".formatted(mismatch.getPath(), mismatch.getMismatch()))
                .distinct()
                .toList();
    }

    /** Returns the differences of two pacts, each as a line like {@code + PriceReduced v1 $.payload.title}. */
    static List<String> differences(String before, String after) {
        Set<String> old = requirements(before);
        Set<String> now = requirements(after);
        return Stream.concat(
                        old.stream().filter(line -> !now.contains(line)).map(line -> "- " + line),
                        now.stream().filter(line -> !old.contains(line)).map(line -> "+ " + line))
                .sorted(Comparator.comparing(line -> line.substring(2)))
                .toList();
    }

    private static Set<String> requirements(String pact) {
        Set<String> requirements = new HashSet<>();
        for (JsonNode message : JSON.readTree(pact).path("interactions")) {
            String name = message.path("description").asString("");
            requirements.add(name);
            message.path("matchingRules")
                    .path("body")
                    .properties()
                    .forEach(rule -> requirements.add("%s %s %s"
                            .formatted(name, rule.getKey(), rule.getValue().path("matchers"))));
        }
        return requirements;
    }
}
