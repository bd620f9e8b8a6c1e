package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to change the contracts that README.md describes, step by step on a copy. */
class ReadmePathsTest {

    /** The project's directory. */
    @TempDir
    Path project;

    private Copy copy;

    @BeforeEach
    void copyTheContractsAndReleaseThem() throws Exception {
        copy = Copy.into(project.resolve("contracts"));
        release(); // so that only the changes of the test are new
    }

    @Test
    void anEventIsAdded() throws Exception {
        copy.write(
                "events/listing/ListingRated.v1.json",
                copy.read("events/listing/ListingWithdrawn.v1.json").replace("ListingWithdrawn", "ListingRated"));
        assertThat(problems())
                .contains(
                        "events/listing/ListingRated.v1.json: has no sample under samples/listing/ListingRated.v1.json",
                        "events/listing/ListingRated.v1.json: is not described in asyncapi.yaml")
                .anyMatch(problem -> problem.contains("the README's table has no row"));

        copy.write(
                "samples/listing/ListingRated.v1.json",
                copy.read("samples/listing/ListingWithdrawn.v1.json").replace("ListingWithdrawn", "ListingRated"));
        addRow("ListingWithdrawn", 1, "ListingRated", 1);
        addMessage("ListingWithdrawn", 1, "ListingRated", 1);
        assertThat(problems()).isEmpty();

        assertThat(release()).contains("released events/listing/ListingRated.v1.json", "2 files released");
        copy.replace("events/listing/ListingRated.v1.json", "\"seller_id\"", "\"vendor_id\"");
        assertThat(problems()).anyMatch(problem -> problem.contains("`seller_id` was removed"));
    }

    @Test
    void anEventIsChangedCompatibly() throws Exception {
        copy.replace("events/listing/ListingWithdrawn.v1.json", "\"properties\": {", """
                "properties": {
                "season": {
                  "description": "The season for wearing the pair.",
                  "type": "string",
                  "maxLength": 20,
                  "examples": ["winter"]
                },
                """);
        copy.write(
                "samples/listing/ListingWithdrawn.v1.with-season.json",
                copy.read("samples/listing/ListingWithdrawn.v1.json")
                        .replace("\"payload\": {", "\"payload\": { \"season\": \"winter\","));

        assertThat(problems()).isEmpty();
        assertThat(release()).contains("2 files released");
        assertThat(problems()).isEmpty();
        assertThat(release()).contains("nothing has changed since the last release");
    }

    /** The change fails with the message that README.md shows. */
    @Test
    void aChangeThatBreaksReadersIsRefused() throws Exception {
        copy.replace("events/listing/PriceReduced.v1.json", "\"price\"", "\"cost\"");

        String readme = Copy.inOneLine(copy.read("README.md"));
        assertThat(problems())
                .filteredOn(problem -> problem.startsWith("events/listing/PriceReduced.v1.json: `price`"))
                .singleElement()
                .satisfies(problem -> assertThat(readme).contains(problem));
    }

    @Test
    void anEventIsChangedIncompatibly() throws Exception {
        copy.replace(
                "events/listing/ListingWithdrawn.v1.json",
                "\"type\": \"object\"",
                "\"deprecated\": true, \"type\": \"object\"");
        copy.write(
                "events/listing/ListingWithdrawn.v2.json",
                copy.read("events/listing/ListingWithdrawn.v1.json")
                        .replace("\"deprecated\": true, ", "")
                        .replace("ListingWithdrawn:v1", "ListingWithdrawn:v2")
                        .replace("\"seller_id\"", "\"vendor_id\""));
        copy.write(
                "samples/listing/ListingWithdrawn.v2.json",
                copy.read("samples/listing/ListingWithdrawn.v1.json")
                        .replace("\"schema_version\": 1", "\"schema_version\": 2")
                        .replace("\"seller_id\"", "\"vendor_id\""));
        addRow("ListingWithdrawn", 1, "ListingWithdrawn", 2);
        addMessage("ListingWithdrawn", 1, "ListingWithdrawn", 2);

        assertThat(problems()).isEmpty();
        assertThat(release()).contains("3 files released");
    }

    /** The publisher may stop publishing it, but the released files stay. */
    @Test
    void aReleasedSchemaStaysAfterRetirement() throws Exception {
        copy.delete("events/listing/PriceReduced.v1.json");

        assertThat(problems())
                .contains("events/listing/PriceReduced.v1.json: was released, and its events are never deleted from the"
                        + " topic; restore it and mark it as deprecated");
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>(copy.problems());
        problems.addAll(AsyncApi.problemsIn(copy.root()));
        return problems;
    }

    /** Copies the row of another type. */
    private void addRow(String source, int sourceVersion, String type, int version) throws IOException {
        String row = copy.read("README.md")
                .lines()
                .filter(line -> line.startsWith("| `%s` | %d |".formatted(source, sourceVersion)))
                .findFirst()
                .orElseThrow();
        String added =
                row.replace("| `%s` | %d |".formatted(source, sourceVersion), "| `%s` | %d |".formatted(type, version));
        copy.replace("README.md", row, row + "\n" + added);
    }

    /** Copies the message of another type: its line on the channel and its component. */
    private void addMessage(String source, int sourceVersion, String type, int version) throws IOException {
        String name = "%s.v%d".formatted(source, sourceVersion);
        Matcher parts = Pattern.compile("(?m)^ +%s:( .+\\n|\\n(      .*\\n)+)".formatted(Pattern.quote(name)))
                .matcher(copy.read("asyncapi.yaml"));
        copy.write(
                "asyncapi.yaml",
                parts.replaceAll(part -> Matcher.quoteReplacement(part.group()
                        + part.group()
                                .replace(name, "%s.v%d".formatted(type, version))
                                .replace("event_type: { const: " + source, "event_type: { const: " + type)
                                .replace(
                                        "schema_version: { const: %d }".formatted(sourceVersion),
                                        "schema_version: { const: %d }".formatted(version)))));
    }

    /** Runs {@code java contracts/Release.java} in the project's directory and returns its output. */
    private String release() throws IOException, InterruptedException {
        Path output = project.resolve("output.txt");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "contracts/Release.java")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
