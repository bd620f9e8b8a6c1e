package swapr.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The limits of an envelope. They hold for reading and for writing, so every field fits into the columns and indexes of
 * this module. The source is {@code contracts/events/envelope.v1.json}, unless a constant names another one.
 * {@code EnvelopeBoundsTest} compares the two.
 */
final class EnvelopeBounds {

    static final Pattern EVENT_TYPE = Pattern.compile("^[A-Z][A-Za-z]{1,99}$");
    static final Pattern AGGREGATE_ID = Pattern.compile("^[a-z]+:[!-~]+$");
    static final Pattern ACTOR = Pattern.compile("^(anonymous|(user|service):[!-~]+)$");

    /** RFC 3339 in UTC. */
    private static final Pattern TIMESTAMP =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

    /**
     * The services count microseconds since 1970 in 16 digits, which is enough until 2286. A year has four digits, and
     * the figures have one row for each week.
     */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("2199-12-31T23:59:59.999999Z");

    /** In characters (code points), for the aggregate id, the actor, the correlation id and the causation id. */
    static final int MAX_TEXT = 200;

    static final int MAX_SCHEMA_VERSION = 999;
    static final int MIN_PARALLEL_VERSIONS = 2;

    /** 2^53-1, the largest integer that every JSON reader keeps exactly (RFC 7493, section 2.2). */
    static final long MAX_INTEGER = (1L << 53) - 1;

    /**
     * The largest event. Swapr's largest one has 9 KB. A topic accepts 1 MiB. But a page of a REST response has the
     * texts of 100 events, and a service has a heap of 128 MiB.
     */
    static final int MAX_BYTES = 64 * 1024;

    /** U+0000 in JSON. With an escaped backslash before u0000, it is a text of six characters. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u0000");

    private EnvelopeBounds() {}

    /**
     * Returns the envelope if it is within all limits.
     *
     * @throws IllegalArgumentException if a field is not; the message names the field and its limit, not the value
     */
    static <T> Envelope<T> checked(Envelope<T> envelope) {
        form("event_type", envelope.eventType(), EVENT_TYPE);
        range("schema_version", envelope.schemaVersion(), MAX_SCHEMA_VERSION);
        form("aggregate_id", envelope.aggregateId(), AGGREGATE_ID);
        range("aggregate_version", envelope.aggregateVersion(), MAX_INTEGER);
        form("actor", envelope.actor(), ACTOR);
        if (envelope.timestamp().isBefore(FIRST) || envelope.timestamp().isAfter(LAST)) {
            throw new IllegalArgumentException("timestamp is not within the years 1970 to 2199");
        }
        id("correlation_id", envelope.correlationId());
        if (envelope.causationId() != null) {
            id("causation_id", envelope.causationId());
        }
        if (envelope.parallelVersions() != null) {
            versions(envelope.parallelVersions().versions());
        }
        return envelope;
    }

    /** @throws IllegalArgumentException if the event as JSON is too large, or PostgreSQL or UTF-8 cannot hold a text */
    static void checkedBody(String type, String body) {
        if (body.contains("\\u0000") && NUL.matcher(body).find()) {
            throw new IllegalArgumentException(type + " has U+0000, which PostgreSQL cannot store");
        }
        try {
            int bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(body)).remaining();
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "%s has %d bytes on the wire; at most %d are read".formatted(type, bytes, MAX_BYTES));
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(type + " has half a surrogate pair, which UTF-8 cannot hold", e);
        }
    }

    /** @throws IllegalArgumentException if the text is not a UUID in its usual form (RFC 9562, section 4) */
    static UUID uuid(String field, String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException(field + " is not a UUID of 36 characters");
        }
        UUID id = UUID.fromString(text);
        if (!id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(field + " is not a UUID of 36 characters");
        }
        return id;
    }

    /** @throws IllegalArgumentException if the text is not an RFC 3339 time in UTC */
    static Instant timestamp(String text) {
        if (!TIMESTAMP.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "timestamp is not a time in UTC of the form 2026-11-21T09:12:45.123456Z");
        }
        return Instant.parse(text);
    }

    private static void form(String field, String text, Pattern form) {
        if (text.length() > MAX_TEXT || !form.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "%s does not match %s, or has more than %d characters".formatted(field, form, MAX_TEXT));
        }
    }

    private static void id(String field, String text) {
        // a code point has one or two chars, so the cheap checks of the length come first
        if (text.isEmpty() || text.length() > 2 * MAX_TEXT || text.codePointCount(0, text.length()) > MAX_TEXT) {
            throw new IllegalArgumentException("%s must have 1 to %d characters".formatted(field, MAX_TEXT));
        }
        if (text.codePoints().anyMatch(each -> Character.isISOControl(each) || CleanText.isSurrogate(each))) {
            throw new IllegalArgumentException(field + " has a control character or half a surrogate pair");
        }
    }

    private static void range(String field, long value, long max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("%s is not within 1 to %d".formatted(field, max));
        }
    }

    private static void versions(List<Integer> versions) {
        versions.forEach(version -> range("parallel_versions.versions", version, MAX_SCHEMA_VERSION));
        if (versions.size() < MIN_PARALLEL_VERSIONS || new HashSet<>(versions).size() < versions.size()) {
            throw new IllegalArgumentException(
                    "parallel_versions.versions has fewer than two versions, or a version twice");
        }
    }
}
