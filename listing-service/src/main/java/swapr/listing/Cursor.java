package swapr.listing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The position where a page ended. The checksum detects a cursor that was modified or taken from another search. */
record Cursor(BigDecimal position, UUID id) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,16}(?:\\.\\d{1,4})?) (\\S{36}) -?\\d+");

    String encode(String walk) {
        String text = position.toPlainString() + " " + id;
        byte[] withChecksum = (text + " " + (text + walk).hashCode()).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(withChecksum);
    }

    static Optional<Cursor> decode(String text, String walk) {
        try {
            var form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            return form.matches()
                    ? Optional.of(new Cursor(new BigDecimal(form.group(1)), UUID.fromString(form.group(2))))
                            .filter(cursor -> cursor.encode(walk).equals(text))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
