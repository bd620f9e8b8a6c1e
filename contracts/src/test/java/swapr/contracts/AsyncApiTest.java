package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on who says what to whom fits the schemas, and is what the specification calls an AsyncAPI document. */
class AsyncApiTest {

    private static final String SPECIFICATION = "@asyncapi/specs@6.11.1";

    @TempDir
    Path scratch;

    @Test
    void itFitsTheSchemas() {
        assertThat(AsyncApi.problemsIn(Copy.ORIGINAL)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ./events/listing/ListingSold.v1.json                   | ./events/listing/ListingGone.v1.json | asyncapi.yaml: /components/messages/ListingSold.v1/payload/allOf/1/properties/payload refers to ./events/listing/ListingGone.v1.json, which is not there
            ./events/listing/ListingSold.v1.json                   | ./events/listing/ListingCreated.v1.json | events/listing/ListingSold.v1.json: is not described in asyncapi.yaml
            ./events/listing/ListingSold.v1.json                   | ./events/listing/ListingCreated.v1.json | the message ListingSold.v1 has type and version ListingSold.v1, and the schema of ListingCreated.v1
            event_type: { const: ListingSold }                     | event_type: { const: ListingBought }    | the message ListingSold.v1 has type and version ListingBought.v1
            '#/channels/listing-events/messages/ListingSold.v1'    | '#/channels/listing-events/messages/Sold' | /operations/analytics-service.receives.listing-events/messages/1 refers to #/channels/listing-events/messages/Sold, which is not there
            """)
    void whatDoesNotFitIsNamed(String found, String replacement, String says) throws IOException {
        var copy = Copy.into(scratch);
        copy.replace("asyncapi.yaml", found, replacement);

        assertThat(AsyncApi.problemsIn(copy.root()))
                .anySatisfy(problem -> assertThat(problem).contains(says));
    }

    /** The specification's own schema is published for Node alone, so where there is no npm this is skipped. */
    @Test
    void itIsWhatTheSpecificationSays() throws Exception {
        String schema = Npm.file(SPECIFICATION, "@asyncapi/specs/schemas/3.0.0-without-$id.json");

        var faults = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(schema)
                .validate(AsyncApi.read(Copy.ORIGINAL));

        assertThat(faults).isEmpty();
    }
}
