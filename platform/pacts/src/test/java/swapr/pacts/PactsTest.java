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

/** A pact says what a reader needs, and finds the record that does not have it. */
class PactsTest {

    record Price(String amount) {}

    enum Condition {
        NEW,
        VINTAGE
    }

    record Created(UUID listingId, String title, Condition condition, Price price, Optional<String> description) {}

    record Dreamt(UUID listingId, String colour, int pairs, boolean signed) {}

    private final Samples samples = new Samples();
    private final String published = samples.of("ListingCreated", 1).getFirst().toString();

    @TempDir
    Path directory;

    @Test
    void askForWhatIsReadAndForNothingElse() {
        var needs = needs(Created.class);

        assertThat(needs.example()).contains("condition", "280.00").doesNotContain("brand", "USD", "description");
        reader(Created.class).read(needs.example());
    }

    @Test
    void areTheSameTextForTheSameNeeds() {
        String first = Pacts.write("shop", "listing-service", List.of(needs(Created.class)));

        assertThat(first).isEqualTo(Pacts.write("shop", "listing-service", List.of(needs(Created.class))));
        assertThat(first).contains("\"version\": \"4.0\"");
    }

    @Test
    void areKeptByWhatIsPublished() throws Exception {
        assertThat(missing(Created.class, published)).isEmpty();
    }

    @Test
    void nameTheFieldThatIsGone() throws Exception {
        assertThat(missing(Created.class, published.replace("\"title\"", "\"name\"")))
                .singleElement()
                .asString()
                .contains("$.payload", "title");
    }

    @Test
    void nameTheFieldThatHasAnotherType() throws Exception {
        assertThat(missing(Created.class, published.replace("\"Air Jordan 1 Retro High Chicago\"", "7")))
                .singleElement()
                .asString()
                .startsWith("$.payload.title");
    }

    @Test
    void nameTheFieldOfAFieldThatIsGone() throws Exception {
        assertThat(missing(Created.class, published.replace("\"amount\"", "\"cents\"")))
                .singleElement()
                .asString()
                .contains("$.payload.price", "amount");
    }

    @Test
    void nameTheValueThatTheReaderDoesNotKnow() throws Exception {
        assertThat(missing(Created.class, published.replace("\"VINTAGE\"", "\"ANTIQUE\"")))
                .singleElement()
                .asString()
                .contains("$.payload.condition", "ANTIQUE");
    }

    @Test
    void nameTheFieldsThatNobodyPublishes() throws Exception {
        assertThat(missing(Dreamt.class, published))
                .singleElement()
                .asString()
                .contains("$.payload", "colour", "pairs", "signed");
    }

    @Test
    void sayWhichTypeNobodyPublishes() {
        var reader = new Reader("", "listing-events", "ListingCreated", 9, Created.class);

        assertThatThrownBy(() -> RequiredFields.of(reader, samples.of("ListingCreated", 9)))
                .hasMessage("ListingCreated v9 has no sample, so nobody publishes it");
        assertThatThrownBy(() -> samples.publisher("ListingPainted")).hasMessageContaining("nobody publishes it");
        assertThat(samples.publisher("ListingCreated")).isEqualTo("listing-service");
    }

    @Test
    void sayInWhichNeedsTheyDiffer() {
        String before = Pacts.write("shop", "listing-service", List.of(needs(Created.class)));
        String after = Pacts.write("shop", "listing-service", List.of(needs(Dreamt.class)));

        assertThat(Pacts.differences(before, before)).isEmpty();
        assertThat(Pacts.differences(before, after))
                .anyMatch(line -> line.startsWith("+ ListingCreated v1 $.payload.colour"))
                .anyMatch(line -> line.startsWith("- ListingCreated v1 $.payload.title"));
    }

    /** Through a file, as in a build. */
    private List<String> missing(Class<?> payload, String value) throws Exception {
        Files.writeString(
                directory.resolve(Pacts.fileName("shop", "listing-service")),
                Pacts.write("shop", "listing-service", List.of(needs(payload))));
        var pact = Pacts.in(directory).getFirst();
        assertThat(pact.getConsumer().getName()).isEqualTo("shop");
        return Pacts.missing(Pacts.messages(pact).getFirst(), value);
    }

    private RequiredFields needs(Class<?> payload) {
        return RequiredFields.of(reader(payload), samples.of("ListingCreated", 1));
    }

    private static Reader reader(Class<?> payload) {
        return new Reader("", "listing-events", "ListingCreated", 1, payload);
    }
}
