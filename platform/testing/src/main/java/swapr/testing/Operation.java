package swapr.testing;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table in {@link Access}: one call, and the expected status for each identity with a valid token or none.
 *
 * @param name method and path as in {@code contracts/openapi.yaml}: {@code GET /orders/{id}}
 * @param given prepares the data of the call, again for each identity
 */
public record Operation(String name, Supplier<Given> given, int anonymous, int owner, int stranger, int operator) {

    /**
     * The data of one call.
     *
     * @param owner the user who owns the data
     * @param uri the path, with ids and query
     * @param body the JSON body; null if there is none
     * @param secret a text that must be in the owner's answer and in no other; empty if the answer has no secret
     */
    public record Given(UUID owner, String uri, @Nullable Object body, Map<String, String> headers, String secret) {

        public Given(UUID owner, String uri) {
            this(owner, uri, null, Map.of(), "");
        }

        public Given body(Object json) {
            return new Given(owner, uri, json, headers, secret);
        }

        public Given header(String name, String value) {
            return new Given(owner, uri, body, Map.of(name, value), secret);
        }

        public Given secret(String text) {
            return new Given(owner, uri, body, headers, Objects.requireNonNull(text));
        }
    }

    String method() {
        return name.substring(0, name.indexOf(' '));
    }

    /** An invalid token is refused everywhere, on public paths too. */
    int expected(Identity identity) {
        return switch (identity) {
            case ANONYMOUS -> anonymous;
            case OWNER -> owner;
            case STRANGER -> stranger;
            case OPERATOR -> operator;
            case EXPIRED,
                    NOT_YET_VALID,
                    UNSIGNED,
                    PUBLIC_KEY_AS_SECRET,
                    FORGED,
                    UNKNOWN_KEY,
                    WRONG_ISSUER,
                    WRONG_AUDIENCE,
                    GARBAGE,
                    ERASED,
                    SIGNED_OUT -> 401;
        };
    }
}
