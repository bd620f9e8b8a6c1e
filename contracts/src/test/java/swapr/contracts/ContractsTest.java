package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contracts are sound; and each rule is broken once on a copy, to see that the check can fail. */
class ContractsTest {

    @TempDir
    Path scratch;

    private Copy copy;

    @BeforeEach
    void copyOfTheContracts() throws IOException {
        copy = Copy.into(scratch);
    }

    @Test
    void everySchemaIsValidAndEverySampleIsWhatItsSchemaSays() {
        assertThat(Contracts.problemsIn(Copy.ORIGINAL)).isEmpty();
        assertThat(Contracts.names(Copy.ORIGINAL)).hasSizeGreaterThanOrEqualTo(22);
    }

    @Test
    void theyTravelAsResources() {
        assertThat(getClass().getResource("/swapr/contracts/events/envelope.v1.json"))
                .isNotNull();
        assertThat(getClass().getResource("/swapr/contracts/events/listing/ListingCreated.v1.json"))
                .isNotNull();
        assertThat(getClass().getResource("/swapr/contracts/samples/listing/ListingCreated.v1.json"))
                .isNotNull();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # what in which file                     | is replaced               | by what                    | and what the check then says
            events/listing/PriceReduced.v1.json      | "type": "boolean"         | "type": "bool"             | does not have a value in the enumeration
            events/listing/PriceReduced.v1.json      | draft/2020-12             | draft/2019-09              | its $schema must be
            events/listing/PriceReduced.v1.json      | "type": "boolean"         | "type": "boolean           | is not JSON
            events/listing/PriceReduced.v1.json      | PriceReduced:v1           | PriceReduced:v2            | its $id must be urn:swapr:<topic>:PriceReduced:v1
            events/listing/PriceReduced.v1.json      | listing-events            | listings                   | its $id must be
            events/listing/PriceReduced.v1.json      | [true]                    | ["yes"]                    | string found, boolean expected
            events/listing/PriceReduced.v1.json      | "required"                | "additionalProperties": false, "required" | must stay open
            events/listing/PriceReduced.v1.json      | "maxLength": 120          | "maxItems": 120            | is a string without format
            events/listing/PriceReduced.v1.json      | "examples": [true]        | "default": true            | has no example
            events/money.v1.json                     | "type": "object"          | "type": "thing"            | envelope.v1.json and money.v1.json must both be there
            samples/listing/PriceReduced.v1.json     | "high_priority": true     | "high_priority": "yes"     | string found, boolean expected
            samples/listing/PriceReduced.v1.json     | "seller_id"               | "vendor_id"                | required property 'seller_id' not found
            samples/listing/PriceReduced.v1.json     | "280.00"                  | "0.00"                     | does not match the regex
            samples/listing/PriceReduced.v1.json     | "280.00"                  | 280.00                     | number found, string expected
            samples/listing/PriceReduced.v1.json     | "USD"                     | "usd"                      | does not match the regex
            samples/listing/PriceReduced.v1.json     | "event_id": "             | "event_id": "x             | /event_id does not match the uuid
            samples/listing/PriceReduced.v1.json     | Z",                       | +01:00",                   | /timestamp does not match the regex
            samples/listing/PriceReduced.v1.json     | "aggregate_version": 2    | "aggregate_version": 0     | must have a minimum value of 1
            samples/listing/PriceReduced.v1.json     | "correlation_id"          | "correlation"              | required property 'correlation_id' not found
            samples/listing/PriceReduced.v1.json     | "event_type": "Price      | "event_type": "Prize       | another type or version
            samples/listing/PriceReduced.v1.json     | "aggregate_id": "listing: | "aggregate_id": "order:    | the key starts with listing:
            samples/user/UserRegistered.v1.json      | ada@swapr.example         | ada at swapr               | does not match the regex
            README.md                                | `PriceReduced`            | `PriceLowered`             | the README's table has no row
            """)
    void aBrokenContractIsNamedWithItsFault(String file, String found, String replacement, String says)
            throws IOException {
        copy.replace(file, found, replacement);

        assertThat(copy.problems()).anySatisfy(problem -> assertThat(problem).contains(says));
    }

    @Test
    void aSchemaWithoutSampleAndASampleWithoutSchemaAreNamed() throws IOException {
        copy.write("samples/user/UserErased.v2.json", copy.read("samples/user/UserErased.v1.json"));
        copy.delete("samples/user/UserErased.v1.json");

        assertThat(copy.problems())
                .contains(
                        "events/user/UserErased.v1.json: has no sample under samples/user/UserErased.v1.json",
                        "samples/user/UserErased.v2.json: has no schema under events/user/UserErased.v2.json");
    }

    /** What a team reads in its own build when it changes what others have built upon. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # what in which file                     | is replaced               | by what                    | and what the check then says
            events/listing/PriceReduced.v1.json      | "price"                   | "cost"                     | events/listing/PriceReduced.v1.json: `price` is gone, and readers of the released version look for it (was required); read by listing-search, analytics
            events/listing/PriceReduced.v1.json      | "price"                   | "cost"                     | released/samples/listing/PriceReduced.v1.json under the new schema: required property 'cost' not found
            events/listing/PriceReduced.v2.json      | , "is_priority"]          | ]                          | events/listing/PriceReduced.v2.json: `is_priority` may be absent now
            events/listing/PriceReduced.v1.json      | "maxLength": 120          | "maxLength": 60            | `title` has narrower bounds
            events/money.v1.json                     | ^[A-Z]{3}$                | ^[A-Z]{2,3}$               | events/listing/PriceReduced.v1.json: `price.currency` is written in another format
            events/purchase/OrderCancelled.v1.json   | "TIMED_OUT",              | "TIMED_OUT", "BORED",      | `reason` allows more values, which readers of the released version do not expect
            samples/listing/PriceReduced.v1.json     | 280.00                    | 281.00                     | samples/listing/PriceReduced.v1.json: was released and is frozen
            released/events/listing/PriceReduced.v1.json | "maxLength": 120      | "maxLength": 121           | released/events/listing/PriceReduced.v1.json: was released and never changes; undo the edit
            released/samples/user/UserErased.v1.json | "event_id":               | "event_id" :               | released/samples/user/UserErased.v1.json: was released and never changes
            """)
    void aReleasedContractIsHeldTo(String file, String found, String replacement, String says) throws IOException {
        copy.replace(file, found, replacement);

        assertThat(copy.problems()).anySatisfy(problem -> assertThat(problem).contains(says));
    }

    @Test
    void whatWasReleasedMayNotGo() throws IOException {
        copy.delete("events/listing/PriceReduced.v1.json");
        copy.delete("samples/listing/PriceReduced.v1.json");
        copy.delete("released/samples/user/UserErased.v1.json");

        assertThat(copy.problems())
                .contains(
                        "events/listing/PriceReduced.v1.json: was released, and its events stay on the topic for ever; bring it back, marked deprecated",
                        "released/samples/user/UserErased.v1.json: was released and is gone; bring it back");
    }

    @Test
    void oneVersionHasOneFile() throws IOException {
        copy.write("events/purchase/PriceReduced.v1.json", copy.read("events/listing/PriceReduced.v1.json"));

        assertThat(copy.problems())
                .contains(
                        "events/listing/PriceReduced.v1.json and events/purchase/PriceReduced.v1.json: two files for one version");
    }

    @Test
    void fieldsAddedLaterDoNoHarm() throws IOException {
        copy.write(
                "samples/listing/PriceReduced.v1.from-later.json",
                copy.read("samples/listing/PriceReduced.v1.json")
                        .replace("\"price\":", "\"season\": \"winter\", \"price\":"));

        assertThat(copy.problems()).isEmpty();
    }
}
