package swapr.pacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swapr.messaging.Readings.Reader;

/** A pact has the fields that a reader requires, and finds a record without them. */
class PactsTest {

    record Price(String amount) {}

    enum Condition {
        NEW,
        VINTAGE
    }

    record Created(UUID listingId, String title, Condition condition, Price price, Optional<String> description) {}

    record NeverPublished(UUID listingId, String color, int pairs, boolean signed) {}

    private final Samples samples = new Samples();
    private final String published = samples.of("ListingCreated", 1).getFirst().toString();

    @TempDir
    Path directory;

    @Test
    void aPactRequiresOnlyTheFieldsThatAreRead() {
        var required = requiredFields(Created.class);

        assertThat(required.example()).contains("condition", "280.00").doesNotContain("brand", "USD", "description");
        reader(Created.class).read(required.example());
    }

    @Test
    void equalRequiredFieldsGiveEqualText() {
        String first = Pacts.write("shop", "listing-service", List.of(requiredFields(Created.class)));

        assertThat(first).isEqualTo(Pacts.write("shop", "listing-service", List.of(requiredFields(Created.class))));
        assertThat(first).contains("\"version\": \"4.0\"");
    }

    @Test
    void aPublishedRecordSatisfiesThePact() throws Exception {
        assertThat(missing(Created.class, published)).isEmpty();
    }

    @Test
    void aMissingFieldIsReported() throws Exception {
        assertThat(missing(Created.class, published.replace("\"title\"", "\"name\"")))
                .singleElement()
                .asString()
                .contains("$.payload", "title");
    }

    @Test
    void aFieldOfAnotherTypeIsReported() throws Exception {
        assertThat(missing(Created.class, published.replace("\"Air Jordan 1 Retro High Chicago\"", "7")))
                .singleElement()
                .asString()
                .startsWith("$.payload.title");
    }

    @Test
    void aMissingNestedFieldIsReported() throws Exception {
        assertThat(missing(Created.class, published.replace("\"amount\"", "\"cents\"")))
                .singleElement()
                .asString()
                .contains("$.payload.price", "amount");
    }

    @Test
    void anUnknownValueIsReported() throws Exception {
        assertThat(missing(Created.class, published.replace("\"VINTAGE\"", "\"ANTIQUE\"")))
                .singleElement()
                .asString()
                .contains("$.payload.condition", "ANTIQUE");
    }

    @Test
    void fieldsThatNoServicePublishesAreReported() throws Exception {
        assertThat(missing(NeverPublished.class, published))
                .singleElement()
                .asString()
                .contains("$.payload", "color", "pairs", "signed");
    }

    @Test
    void aTypeThatNoServicePublishesIsRefused() {
        var reader = new Reader("", "listing-events", "ListingCreated", 9, Created.class);

        assertThatThrownBy(() -> RequiredFields.of(reader, samples.of("ListingCreated", 9)))
                .hasMessage("ListingCreated v9 has no sample in contracts/samples, so no service publishes it");
        assertThatThrownBy(() -> samples.publisher("ListingPainted")).hasMessageContaining("no service publishes it");
        assertThat(samples.publisher("ListingCreated")).isEqualTo("listing-service");
    }

    @Test
    void differencesOfTwoPactsAreListed() {
        String before = Pacts.write("shop", "listing-service", List.of(requiredFields(Created.class)));
        String after = Pacts.write("shop", "listing-service", List.of(requiredFields(NeverPublished.class)));

        assertThat(Pacts.differences(before, before)).isEmpty();
        assertThat(Pacts.differences(before, after))
                .anyMatch(line -> line.startsWith("+ ListingCreated v1 $.payload.color"))
                .anyMatch(line -> line.startsWith("- ListingCreated v1 $.payload.title"));
    }

    /** Writes and reads a file, like a build. */
    private List<String> missing(Class<?> payload, String value) throws Exception {
        Files.writeString(
                directory.resolve(Pacts.fileName("shop", "listing-service")),
                Pacts.write("shop", "listing-service", List.of(requiredFields(payload))));
        var pact = Pacts.in(directory).getFirst();
        assertThat(pact.getConsumer().getName()).isEqualTo("shop");
        return Pacts.missing(Pacts.messages(pact).getFirst(), value);
    }

    private RequiredFields requiredFields(Class<?> payload) {
        return RequiredFields.of(reader(payload), samples.of("ListingCreated", 1));
    }

    private static Reader reader(Class<?> payload) {
        return new Reader("", "listing-events", "ListingCreated", 1, payload);
    }
}
