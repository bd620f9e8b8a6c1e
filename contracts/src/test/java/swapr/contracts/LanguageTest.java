package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds all texts of the project to plain English and to {@code docs/glossary.md}. Many readers are not native
 * speakers: they search a word in the glossary or in a book, and a word of our own is in neither.
 */
class LanguageTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path GLOSSARY = PROJECT.resolve("docs/glossary.md");

    /** Words that made sentences hard to read, and names that were replaced by terms of the field. */
    private static final Pattern REFUSED = Pattern.compile(
            "\\b([Ww]hoever|[Ww]hom|[Tt]ellings?|[Nn]obody|[Ss]omebody|[Aa]nybody|[Ee]verybody|by itself|by themselves"
                    + "|for ever|of late|[Cc]atalogue|[Bb]ehaviour|[Nn]ormalis\\w+|[Ss]ynchronis\\w+|[Rr]ecognis\\w+"
                    + "|[Ii]nitialis\\w+|[Cc]olour|[Ww]hereabouts|[Ww]orkbench|[Nn]ursery|[Mm]issent|[Dd]eeds)\\b"
                    + "|(?<![\"`'.])\\b[Tt]old\\b(?![\"`'(])");

    /** Terms of the field. A document that uses one of them relies on the reader's knowledge of it. */
    private static final List<String> TERMS_OF_THE_FIELD = List.of(
            "aggregate",
            "at least once",
            "at most once",
            "backpressure",
            "bounded context",
            "broker",
            "bulkhead",
            "causation id",
            "choreography",
            "circuit breaker",
            "command",
            "compaction",
            "compensation",
            "consumer group",
            "correlation id",
            "CQRS",
            "dead letter",
            "dead-letter topic",
            "envelope",
            "event log",
            "event sourcing",
            "event store",
            "eventual consistency",
            "exactly once",
            "fencing",
            "idempotent",
            "inbox",
            "invariant",
            "lag",
            "leader",
            "lease",
            "mutant",
            "offset",
            "optimistic locking",
            "oracle",
            "orchestration",
            "outbox",
            "pact",
            "partition",
            "payload",
            "projection",
            "quorum",
            "read model",
            "rebalance",
            "redrive",
            "relay",
            "retention",
            "saga",
            "schema registry",
            "schema version",
            "share group",
            "tolerant reader",
            "tombstone",
            "topic",
            "watermark",
            "work queue");

    private static final Set<String> READ =
            Set.of("java", "md", "yaml", "yml", "sql", "sh", "html", "js", "css", "xml", "http", "properties", "json");
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", "released", "pacts", "samples", "mine");
    private static final int MAX_WORDS = 30;

    @Test
    void noTextUsesARefusedWord() throws IOException {
        var found = new ArrayList<String>();
        for (Path file : texts()) {
            if (file.endsWith("LanguageTest.java")) {
                continue;
            }
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                if (isRefused(line)) {
                    found.add("%s:%d: %s".formatted(PROJECT.relativize(file), number, line.strip()));
                }
            }
        }
        assertThat(found).as("lines with a refused word").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "The client is told the version, true",
        "Whoever asks first, true",
        "It starts by itself, true",
        "the field \"told\" of the envelope, false",
        "envelope.told(), false",
        "bold and old, false"
    })
    void aRefusedWordIsFound(String line, boolean refused) {
        assertThat(isRefused(line)).isEqualTo(refused);
    }

    @Test
    void eachTermOfTheFieldInTheDocumentsIsInTheGlossary() throws IOException {
        String glossary = Files.readString(GLOSSARY);
        var missing = new TreeMap<String, Path>();
        for (Path document : texts()) {
            if (document.toString().endsWith(".md") && !document.equals(GLOSSARY)) {
                String text = Files.readString(document);
                TERMS_OF_THE_FIELD.stream()
                        .filter(term -> isIn(text, term) && !isIn(glossary, term))
                        .forEach(term -> missing.putIfAbsent(term, PROJECT.relativize(document)));
            }
        }
        assertThat(missing).as("terms that docs/glossary.md does not explain").isEmpty();
    }

    @Test
    void eachMeaningHasAtMostThirtyWordsAndEachClassExists() throws IOException {
        List<String> classes = texts().stream()
                .map(Path::getFileName)
                .map(Path::toString)
                .filter(name -> name.endsWith(".java"))
                .map(name -> name.replace(".java", ""))
                .toList();
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(GLOSSARY)) {
            if (line.startsWith("| **")) {
                String[] cells = line.split("\\|", -1);
                assertThat(cells[2].strip().split("\\s+")).as(line).hasSizeLessThanOrEqualTo(MAX_WORDS);
                assertThat(rows.put(cells[1], cells[2])).as("twice: " + line).isNull();
                var named =
                        Pattern.compile("`@?([A-Z][a-z]+[A-Za-z]*)(\\.\\w+)?`").matcher(cells[4]);
                while (named.find()) {
                    String name = named.group(1);
                    assertThat(classes.contains(name) || isEventType(name))
                            .as(line)
                            .isTrue();
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(MAX_WORDS);
    }

    private static boolean isEventType(String name) throws IOException {
        try (var schemas = Files.walk(PROJECT.resolve("contracts/events"))) {
            return schemas.anyMatch(schema -> schema.getFileName().toString().startsWith(name + ".v"));
        }
    }

    private static boolean isRefused(String line) {
        return REFUSED.matcher(line).find();
    }

    private static boolean isIn(String text, String term) {
        return Pattern.compile("\\b" + Pattern.quote(term) + "s?\\b", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    private static List<Path> texts() throws IOException {
        var texts = new ArrayList<Path>();
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean hidden = name.startsWith(".") && !directory.equals(PROJECT);
                return hidden || SKIPPED.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                boolean text = READ.contains(name.substring(name.lastIndexOf('.') + 1)) || name.equals("swapr");
                boolean migration = file.toString().contains("/db/") && name.matches("V\\d.*\\.sql");
                if (text && !migration) {
                    texts.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return texts;
    }
}
