package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swapr.testing.TestEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The limits in the code are equal to those of the contracts, and a record beyond them is malformed. */
class EnvelopeBoundsTest {

    private final EventCodec codec = new EventCodec();
    private final TestEvent event =
            TestEvent.of("Happened", "thing:1").correlationId("c".repeat(200)).version(EnvelopeBounds.MAX_INTEGER);

    private static JsonNode schema(String name) throws IOException {
        try (var file =
                EnvelopeBoundsTest.class.getResourceAsStream("/swapr/contracts/events/%s.v1.json".formatted(name))) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(file)).path("properties");
        }
    }

    @Test
    void theLimitsAreThoseOfTheEnvelopeSchema() throws IOException {
        var envelope = schema("envelope");
        var versions = envelope.path("parallel_versions").path("properties").path("versions");

        assertThat(EnvelopeBounds.EVENT_TYPE.pattern()).isEqualTo(text(envelope, "event_type", "pattern"));
        assertThat(EnvelopeBounds.AGGREGATE_ID.pattern()).isEqualTo(text(envelope, "aggregate_id", "pattern"));
        assertThat(EnvelopeBounds.ACTOR.pattern()).isEqualTo(text(envelope, "actor", "pattern"));
        assertThat(List.of("aggregate_id", "actor", "correlation_id", "causation_id"))
                .allMatch(field -> envelope.path(field).path("maxLength").intValue() == EnvelopeBounds.MAX_TEXT);
        assertThat(envelope.path("schema_version").path("maximum").intValue())
                .isEqualTo(EnvelopeBounds.MAX_SCHEMA_VERSION);
        assertThat(versions.path("items").path("maximum").intValue()).isEqualTo(EnvelopeBounds.MAX_SCHEMA_VERSION);
        assertThat(versions.path("minItems").intValue()).isEqualTo(EnvelopeBounds.MIN_PARALLEL_VERSIONS);
        assertThat(versions.path("uniqueItems").booleanValue()).isTrue();
    }

    @Test
    void theFormatOfAnAmountIsThatOfTheMoneySchema() throws IOException {
        assertThat(Amounts.FORM.pattern()).isEqualTo(text(schema("money"), "amount", "pattern"));
        assertThat(schema("money").path("amount").path("maxLength").intValue()).isEqualTo(Amounts.MAX_LENGTH);
    }

    private static String text(JsonNode schema, String field, String keyword) {
        return schema.path(field).path(keyword).stringValue();
    }

    private EventCodec.Incoming read(byte[] value, String key) {
        return codec.read(new ConsumerRecord<>("t", 0, 0, key.getBytes(StandardCharsets.UTF_8), value));
    }

    private EventCodec.Incoming read(TestEvent event) {
        return read(event.json(), event.aggregateId());
    }

    private EventCodec.Incoming readText(String from, String to) {
        String json = new String(event.json(), StandardCharsets.UTF_8);
        assertThat(json).contains(from);
        return read(json.replace(from, to).getBytes(StandardCharsets.UTF_8), "thing:1");
    }

    private static void assertMalformed(EventCodec.Incoming incoming, String text) {
        assertThat(incoming)
                .isInstanceOfSatisfying(
                        EventCodec.Malformed.class,
                        malformed -> assertThat(Failures.summary(malformed.problem()))
                                .containsIgnoringCase(text));
    }

    @Test
    void anEventAtItsLimitsIsRead() {
        assertThat(read(event)).isInstanceOf(EventCodec.Event.class);
        assertThat(read(event.schemaVersion(999).envelope("causation_id", "\ud83d\udc5f".repeat(200))))
                .as("the limit counts code points")
                .isInstanceOf(EventCodec.Event.class);
        assertThat(read(TestEvent.of("H" + "a".repeat(99), "thing:" + "x".repeat(194))))
                .isInstanceOf(EventCodec.Event.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            event_type        | happened
            event_type        | H1
            event_id          | 1-1-1-1-1
            actor             | someone
            actor             | user:
            timestamp         | 2026-11-21T09:12:45+01:00
            timestamp         | +10000-01-01T00:00:00Z
            timestamp         | 2026-02-30T00:00:00Z
            timestamp         | 1969-12-31T23:59:59Z
            timestamp         | 2200-01-01T00:00:00Z
            correlation_id    | ''
            """)
    void aFieldOfAnotherFormatIsRefused(String field, String value) {
        assertMalformed(
                read(event.envelope(field, value)), field.equals("timestamp") && value.contains("30T") ? "30" : field);
    }

    @Test
    void aFieldBeyondItsLimitIsRefused() {
        assertMalformed(read(event.schemaVersion(1000)), "schema_version");
        assertMalformed(read(event.schemaVersion(0)), "schema_version");
        assertMalformed(read(event.version(EnvelopeBounds.MAX_INTEGER + 1)), "aggregate_version");
        assertMalformed(read(event.correlationId("c".repeat(201))), "correlation_id");
        assertMalformed(read(event.correlationId("a\u0000b")), "correlation_id");
        assertMalformed(read(event.envelope("causation_id", "a\nb")), "causation_id");
        assertMalformed(read(TestEvent.of("H" + "a".repeat(100), "thing:1")), "event_type");
        assertMalformed(read(TestEvent.of("Happened", "thing:" + "x".repeat(195))), "aggregate_id");
        assertMalformed(
                read(event.envelope("parallel_versions", parallelVersions(List.of(1)))), "parallel_versions.versions");
        assertMalformed(
                read(event.envelope("parallel_versions", parallelVersions(List.of(1, 1)))),
                "parallel_versions.versions");
        assertMalformed(
                read(event.envelope("parallel_versions", parallelVersions(List.of(1, 1000)))),
                "parallel_versions.versions");
    }

    /** Events from before December 2026 are on the topics forever. */
    @Test
    void theOldNameOfTheParallelVersionsIsStillRead() {
        var read = (EventCodec.Event) read(event.envelope("told", parallelVersions(List.of(1, 2))));

        assertThat(read.envelope().parallelVersions())
                .isEqualTo(
                        new Envelope.Versions(UUID.fromString("019aa5c4-2480-7f16-8c4d-5a6b7c8d9e05"), List.of(1, 2)));
    }

    private static Map<String, Object> parallelVersions(List<Integer> versions) {
        return Map.of("fact_id", "019aa5c4-2480-7f16-8c4d-5a6b7c8d9e05", "versions", versions);
    }

    @Test
    void aRecordThatIsNotIJsonIsRefused() {
        assertMalformed(readText("\"actor\":", "\"actor\":\"anonymous\",\"actor\":"), "duplicate");
        assertMalformed(readText("\"payload\":{", "\"payload\":{\"a\":1,\"a\":2"), "duplicate");
        assertMalformed(readText("\"payload\":{", "\"payload\":{\"a\":\"\\ud800\""), "surrogate");
        assertMalformed(readText("\"payload\":{", "\"payload\":{\"\\udfff\":1"), "surrogate");
        assertMalformed(readText("\"payload\":{", "\"payload\":{\"a\":[\"\\u0000\"]"), "U+0000");
        assertMalformed(
                read(new String(event.json(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE), "thing:1"),
                "CTRL-CHAR");
        byte[] latin = new String(event.with("a", "\u00e9").json(), StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.ISO_8859_1);
        assertMalformed(read(latin, "thing:1"), "UTF-8");
    }

    @Test
    void aRecordBeyondTheLimitsOfTheParserIsRefused() {
        assertMalformed(readText("\"payload\":{", "\"payload\":{\"a\":" + "[".repeat(64)), "nesting");
        assertMalformed(readText("\"payload\":{", "\"payload\":{\"a\":" + "9".repeat(33)), "number");
        assertMalformed(readText("\"payload\":{", "\"payload\":{\"" + "n".repeat(257) + "\":1"), "name");
        assertMalformed(readText("\"payload\":{", "\"payload\":{\"a\":[1" + ",1".repeat(10_000) + "]"), "token");
        assertMalformed(readText("\"payload\":{", "\"payload\":{" + " ".repeat(EnvelopeBounds.MAX_BYTES)), "bytes");
    }

    @Test
    void theRecordKeyMustBeTheAggregateId() {
        assertMalformed(read(event.json(), "thing:2"), "key");
        assertMalformed(codec.read(new ConsumerRecord<>("t", 0, 0, null, event.json())), "key");
    }

    record Paid(BigDecimal amount, @Nullable Integer pieces) {}

    private Object amount(@Nullable Object value) {
        var read = (EventCodec.Event) read(event.with("amount", value).with("pieces", 1));
        return codec.payload(read.envelope(), Paid.class).amount();
    }

    @ParameterizedTest
    @ValueSource(strings = {"250.00", "0.0001", "9999999.9999", "1"})
    void anAmountIsAPlainDecimalString(String amount) {
        assertThat(amount(amount)).isEqualTo(new BigDecimal(amount));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e2",
                "1e2000000",
                "1E-2",
                "10000000",
                "1.00000",
                "-1",
                "+1",
                "0",
                "0.00",
                "01",
                ".5",
                "",
                " 1",
                "1\n",
                "NaN"
            })
    void anyOtherAmountIsRefused(String amount) {
        assertThatThrownBy(() -> amount(amount)).isInstanceOf(EventCodec.Unreadable.class);
    }

    @Test
    void aNumberIsNotAnAmountAndAHugeNumberIsHarmless() {
        assertThatThrownBy(() -> amount(250)).isInstanceOf(EventCodec.Unreadable.class);
        for (String number : List.of("1e2000000", "1e2147483647", "-1e999999999", "1.5", "99999999999")) {
            var read =
                    (EventCodec.Event) readText("\"payload\":{", "\"payload\":{\"amount\":\"1\",\"pieces\":" + number);
            assertThatThrownBy(() -> codec.payload(read.envelope(), Paid.class))
                    .as(number)
                    .isInstanceOf(EventCodec.Unreadable.class);
        }
        assertThatCode(() -> readText("\"payload\":{", "\"payload\":{\"x\":1e2000000"))
                .doesNotThrowAnyException();
    }
}
