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

/** {@code asyncapi.yaml} agrees with the schemas and is a valid AsyncAPI document. */
class AsyncApiTest {

    private static final String SPECIFICATION = "@asyncapi/specs@6.11.1";

    @TempDir
    Path scratch;

    @Test
    void theDocumentAgreesWithTheSchemas() {
        assertThat(AsyncApi.problemsIn(Copy.ORIGINAL)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # text | replacement | reported problem, in one or more lines
            ./events/listing/ListingSold.v1.json | ./events/listing/ListingGone.v1.json | ~
                asyncapi.yaml:
                /components/messages/ListingSold.v1/payload/allOf/1/properties/payload refers to
                ./events/listing/ListingGone.v1.json, which does not exist~
            ./events/listing/ListingSold.v1.json | ./events/listing/ListingCreated.v1.json | ~
                events/listing/ListingSold.v1.json: is not described in asyncapi.yaml~
            ./events/listing/ListingSold.v1.json | ./events/listing/ListingCreated.v1.json | ~
                the message ListingSold.v1 has type and version ListingSold.v1, and the schema of
                ListingCreated.v1~
            event_type: { const: ListingSold } | event_type: { const: ListingBought } | ~
                the message ListingSold.v1 has type and version ListingBought.v1~
            '#/channels/listing-events/messages/ListingSold.v1' | '#/channels/listing-events/messages/Sold' | ~
                /operations/analytics-service.receives.listing-events/messages/1 refers to
                #/channels/listing-events/messages/Sold, which does not exist~
            """)
    void aDifferenceIsReported(String text, String replacement, String expected) throws IOException {
        var copy = Copy.into(scratch);
        copy.replace("asyncapi.yaml", text, replacement);

        assertThat(AsyncApi.problemsIn(copy.root()))
                .anySatisfy(problem -> assertThat(problem).contains(Copy.inOneLine(expected)));
    }

    /** The specification publishes its schema only as an npm package. Without npm, this test is skipped. */
    @Test
    void theDocumentMatchesTheSpecification() throws Exception {
        String schema = Npm.file(SPECIFICATION, "@asyncapi/specs/schemas/3.0.0-without-$id.json");

        var faults = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(schema)
                .validate(AsyncApi.read(Copy.ORIGINAL));

        assertThat(faults).isEmpty();
    }
}
