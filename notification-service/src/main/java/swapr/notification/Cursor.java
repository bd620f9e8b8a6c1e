package swapr.notification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * A position in the inbox: the next page begins after it. Clients do not interpret the text, which is {@code
 * <instant>/<id>} in Base64.
 */
record Cursor(Instant createdAt, UUID id) {

    /** The position before the newest possible notification. */
    static final Cursor START = new Cursor(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1, -1));

    /**
     * Public, because Spring calls it for the request parameter.
     *
     * @throws IllegalArgumentException if the text is not a cursor
     * @throws java.time.format.DateTimeParseException if the first part is not a time
     */
    public static Cursor valueOf(String text) {
        String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("/", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a cursor: it has no id");
        }
        Instant createdAt = Instant.parse(parts[0]);
        if (createdAt.isBefore(Instant.EPOCH) || createdAt.isAfter(START.createdAt)) {
            // Java has times that the database cannot store.
            throw new IllegalArgumentException("not a cursor: the time is not between the years 1970 and 9999");
        }
        return new Cursor(createdAt, UUID.fromString(parts[1]));
    }

    @Override
    public String toString() {
        byte[] bytes = (createdAt + "/" + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
