package swapr.pacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import swapr.messaging.Readings.Reader;
import tools.jackson.databind.json.JsonMapper;

/** This service reads only the fields of its pacts, and its pacts in git have exactly the fields that it reads. */
public class ConsumerPactsTest {

    /** The two services of a pact. */
    record Parties(String consumer, String publisher) implements Comparable<Parties> {
        @Override
        public int compareTo(Parties other) {
            return file().compareTo(other.file());
        }

        String file() {
            return Pacts.fileName(consumer, publisher);
        }
    }

    private final Build build = Build.here();
    private final Samples samples = new Samples();

    @TestFactory
    Stream<DynamicTest> theServiceReadsNoOtherFields() {
        return build.readers()
                .map(reader -> DynamicTest.dynamicTest(
                        "%s v%d".formatted(reader.type(), reader.version()),
                        () -> reader.read(requiredFields(reader).example())));
    }

    @TestFactory
    Stream<DynamicTest> pactsInGitAreUpToDate() throws IOException {
        Path fresh = Files.createDirectories(build.target().resolve("pacts"));
        return pacts().entrySet().stream()
                .map(pact -> DynamicTest.dynamicTest(pact.getKey().file(), () -> {
                    String now =
                            Pacts.write(pact.getKey().consumer(), pact.getKey().publisher(), pact.getValue());
                    Path generated = fresh.resolve(pact.getKey().file());
                    Files.writeString(generated, now);
                    compare(build.pacts().resolve(pact.getKey().file()), generated);
                }));
    }

    /** An unused pact would still oblige its publisher. */
    @Test
    void noPactIsUnused() {
        Set<String> consumers = new TreeSet<>(Set.of(build.service()));
        build.readers().forEach(reader -> consumers.add(consumer(reader)));
        Set<String> read = pacts().keySet().stream().map(Parties::file).collect(Collectors.toSet());
        assertThat(Pacts.in(build.pacts()))
                .filteredOn(pact -> consumers.contains(pact.getConsumer().getName()))
                .extracting(pact -> Pacts.fileName(
                        pact.getConsumer().getName(), pact.getProvider().getName()))
                .as("pacts of %s in %s that it no longer uses: delete them", build.service(), build.pacts())
                .allMatch(read::contains);
    }

    private static void compare(Path inGit, Path generated) throws IOException {
        String accept = "if this is intended: cp %s %s".formatted(generated, inGit);
        if (!Files.exists(inGit)) {
            fail("%s does not exist; %s", inGit.getFileName(), accept);
        }
        String before = Files.readString(inGit);
        String after = Files.readString(generated);
        if (!JsonMapper.shared().readTree(before).equals(JsonMapper.shared().readTree(after))) {
            fail(
                    "%s differs from the fields that are read now: %s; %s",
                    inGit.getFileName(), String.join(", ", Pacts.differences(before, after)), accept);
        }
    }

    private Map<Parties, List<RequiredFields>> pacts() {
        return build.readers()
                .collect(Collectors.groupingBy(
                        reader -> new Parties(consumer(reader), samples.publisher(reader.type())),
                        TreeMap::new,
                        Collectors.mapping(this::requiredFields, Collectors.toList())));
    }

    private RequiredFields requiredFields(Reader reader) {
        return RequiredFields.of(reader, samples.of(reader.type(), reader.version()));
    }

    private String consumer(Reader reader) {
        return reader.consumer().isEmpty()
                ? build.service()
                : reader.consumer().replace("${spring.application.name}", build.service());
    }
}
