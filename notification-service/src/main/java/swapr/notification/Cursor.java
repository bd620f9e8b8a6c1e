package swapr.notification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A place in the inbox: the next page begins after it. Opaque outside, {@code <instant>/<id>} in Base64. */
record Cursor(Instant createdAt, UUID id) {

    /** Before the newest notification there can be. */
    static final Cursor START = new Cursor(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1, -1));

    /**
     * Called by Spring for the request parameter, hence public.
     *
     * @throws IllegalArgumentException when the text is not a cursor
     */
    public static Cursor valueOf(String text) {
        String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("/", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a cursor");
        }
        Instant createdAt = Instant.parse(parts[0]);
        if (createdAt.isBefore(Instant.EPOCH) || createdAt.isAfter(START.createdAt)) {
            throw new IllegalArgumentException("not a cursor: Java knows such times, the database does not");
        }
        return new Cursor(createdAt, UUID.fromString(parts[1]));
    }

    @Override
    public String toString() {
        byte[] bytes = (createdAt + "/" + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
