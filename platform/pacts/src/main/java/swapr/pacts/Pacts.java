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

/** Pacts as files, and what is wrong with a record by their word. */
final class Pacts {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Pacts() {}

    /** The name of a pact's file. */
    static String fileName(String consumer, String publisher) {
        return "%s-%s.json".formatted(consumer, publisher);
    }

    /** A pact's file, always the same for the same needs. */
    static String write(String consumer, String publisher, List<RequiredFields> needs) {
        List<Interaction> messages = new ArrayList<>();
        needs.stream()
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

    /** All pacts in a directory, by file name; none when there is no directory. */
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

    /** What a message's example says of itself. */
    static JsonNode example(AsynchronousMessage message) {
        return JSON.readTree(message.contentsAsString());
    }

    /**
     * What a reader would miss in a record, each with the path of the field; empty when it has all it needs.
     *
     * @param value as it stands on the wire
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

    /** In which needs two pacts differ, each as a line like {@code + PriceReduced v1 $.payload.title}. */
    static List<String> differences(String before, String after) {
        Set<String> old = needs(before);
        Set<String> now = needs(after);
        return Stream.concat(
                        old.stream().filter(need -> !now.contains(need)).map(need -> "- " + need),
                        now.stream().filter(need -> !old.contains(need)).map(need -> "+ " + need))
                .sorted(Comparator.comparing(line -> line.substring(2)))
                .toList();
    }

    private static Set<String> needs(String pact) {
        Set<String> needs = new HashSet<>();
        for (JsonNode message : JSON.readTree(pact).path("interactions")) {
            String name = message.path("description").asString("");
            needs.add(name);
            message.path("matchingRules")
                    .path("body")
                    .properties()
                    .forEach(rule -> needs.add("%s %s %s"
                            .formatted(name, rule.getKey(), rule.getValue().path("matchers"))));
        }
        return needs;
    }
}
