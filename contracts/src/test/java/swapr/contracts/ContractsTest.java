package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contracts have no problems. Each rule is also violated once on a copy, to show that the check can fail. */
class ContractsTest {

    @TempDir
    Path scratch;

    private Copy copy;

    @BeforeEach
    void copyTheContracts() throws IOException {
        copy = Copy.into(scratch);
    }

    @Test
    void everySchemaIsValidAndEverySampleMatchesItsSchema() {
        assertThat(Contracts.problemsIn(Copy.ORIGINAL)).isEmpty();
        assertThat(Contracts.names(Copy.ORIGINAL)).hasSizeGreaterThanOrEqualTo(22);
    }

    @Test
    void schemasAndSamplesAreOnTheClassPath() {
        assertThat(getClass().getResource("/swapr/contracts/events/envelope.v1.json"))
                .isNotNull();
        assertThat(getClass().getResource("/swapr/contracts/events/listing/ListingCreated.v1.json"))
                .isNotNull();
        assertThat(getClass().getResource("/swapr/contracts/samples/listing/ListingCreated.v1.json"))
                .isNotNull();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # text             | replacement                               | reported problem
            "type": "boolean"  | "type": "bool"                            | does not have a value in the enumeration
            draft/2020-12      | draft/2019-09                             | its $schema must be
            "type": "boolean"  | "type": "boolean                          | is not JSON
            PriceReduced:v1 | PriceReduced:v2 | its $id must be urn:swapr:<topic>:PriceReduced:v1
            listing-events     | listings                                  | its $id must be
            [true]             | ["yes"]                                   | string found, boolean expected
            "required"         | "additionalProperties": false, "required" | must accept unknown fields
            "maxLength": 120   | "maxItems": 120                           | is a string without format
            "examples": [true] | "default": true                           | has no example
            """)
    void anInvalidSchemaIsReported(String text, String replacement, String expected) throws IOException {
        copy.replace("events/listing/PriceReduced.v1.json", text, replacement);

        assertReported(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # text                    | replacement             | reported problem
            "high_priority": true     | "high_priority": "yes"  | string found, boolean expected
            "seller_id"               | "vendor_id"             | required property 'seller_id' not found
            "280.00"                  | "0.00"                  | does not match the regex
            "280.00"                  | 280.00                  | number found, string expected
            "USD"                     | "usd"                   | does not match the regex
            "event_id": "             | "event_id": "x          | /event_id does not match the uuid
            Z",                       | +01:00",                | /timestamp does not match the regex
            "aggregate_version": 2    | "aggregate_version": 0  | must have a minimum value of 1
            "correlation_id"          | "correlation"           | required property 'correlation_id' not found
            "event_type": "Price | "event_type": "Prize | its event_type or schema_version differs from its file name
            "aggregate_id": "listing: | "aggregate_id": "order: | aggregate_id must start with listing:
            """)
    void anInvalidSampleIsReported(String text, String replacement, String expected) throws IOException {
        copy.replace("samples/listing/PriceReduced.v1.json", text, replacement);

        assertReported(expected);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # file                              | text              | replacement     | reported problem
            events/money.v1.json                | "type": "object"  | "type": "thing" | ~
                envelope.v1.json and money.v1.json must both exist~
            samples/user/UserRegistered.v1.json | ada@swapr.example | ada at swapr    | does not match the regex
            README.md                           | `PriceReduced`    | `PriceLowered`  | the README's table has no row
            """)
    void aProblemInAnotherFileIsReported(String file, String text, String replacement, String expected)
            throws IOException {
        copy.replace(file, text, replacement);

        assertReported(expected);
    }

    @Test
    void aSchemaWithoutSampleAndASampleWithoutSchemaAreReported() throws IOException {
        copy.write("samples/user/UserErased.v2.json", copy.read("samples/user/UserErased.v1.json"));
        copy.delete("samples/user/UserErased.v1.json");

        assertThat(copy.problems())
                .contains(
                        "events/user/UserErased.v1.json: has no sample under samples/user/UserErased.v1.json",
                        "samples/user/UserErased.v2.json: has no schema under events/user/UserErased.v2.json");
    }

    /** The messages in the build of a team that changes a released contract. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # file | text | replacement | reported problem, in one or more lines
            events/listing/PriceReduced.v1.json | "price" | "cost" | ~
                events/listing/PriceReduced.v1.json: `price` was removed, but readers of the
                released version use it (was required); read by listing-search, analytics~
            events/listing/PriceReduced.v1.json | "price" | "cost" | ~
                released/samples/listing/PriceReduced.v1.json under the new schema: required
                property 'cost' not found~
            events/listing/PriceReduced.v2.json | , "is_priority"] | ] | ~
                events/listing/PriceReduced.v2.json: `is_priority` is optional now~
            events/listing/PriceReduced.v1.json | "maxLength": 120 | "maxLength": 60 | ~
                `title` has narrower bounds~
            events/money.v1.json | ^[A-Z]{3}$ | ^[A-Z]{2,3}$ | ~
                events/listing/PriceReduced.v1.json: `price.currency` is written in another format~
            events/purchase/OrderCancelled.v1.json | "TIMED_OUT", | "TIMED_OUT", "BORED", | ~
                `reason` allows more values, which readers of the released version do not expect~
            samples/listing/PriceReduced.v1.json | 280.00 | 281.00 | ~
                samples/listing/PriceReduced.v1.json: was released and must not change; undo the
                edit and add another sample~
            released/events/listing/PriceReduced.v1.json | "maxLength": 120 | "maxLength": 121 | ~
                released/events/listing/PriceReduced.v1.json: was released and must not change; undo
                the edit~
            released/samples/user/UserErased.v1.json | "event_id": | "event_id" : | ~
                released/samples/user/UserErased.v1.json: was released and must not change~
            """)
    void aChangeOfAReleasedContractIsReported(String file, String text, String replacement, String expected)
            throws IOException {
        copy.replace(file, text, replacement);

        assertReported(expected);
    }

    @Test
    void aReleasedFileMustNotBeDeleted() throws IOException {
        copy.delete("events/listing/PriceReduced.v1.json");
        copy.delete("samples/listing/PriceReduced.v1.json");
        copy.delete("released/samples/user/UserErased.v1.json");

        assertThat(copy.problems())
                .contains(
                        "events/listing/PriceReduced.v1.json: was released, and its events are never deleted from the"
                                + " topic; restore it and mark it as deprecated",
                        "released/samples/user/UserErased.v1.json: was released and is missing; restore it");
    }

    @Test
    void oneVersionHasOneFile() throws IOException {
        copy.write("events/purchase/PriceReduced.v1.json", copy.read("events/listing/PriceReduced.v1.json"));

        assertThat(copy.problems())
                .contains("events/listing/PriceReduced.v1.json and events/purchase/PriceReduced.v1.json:"
                        + " two files for one version");
    }

    @Test
    void aSampleMayHaveUnknownFields() throws IOException {
        copy.write(
                "samples/listing/PriceReduced.v1.from-later.json",
                copy.read("samples/listing/PriceReduced.v1.json")
                        .replace("\"price\":", "\"season\": \"winter\", \"price\":"));

        assertThat(copy.problems()).isEmpty();
    }

    private void assertReported(String expected) {
        assertThat(copy.problems()).anySatisfy(problem -> assertThat(problem).contains(Copy.inOneLine(expected)));
    }
}
