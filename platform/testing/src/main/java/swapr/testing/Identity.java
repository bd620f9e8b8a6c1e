package swapr.testing;

import java.util.UUID;

/**
 * The callers in the table of {@link Access}. The first four have a valid token or none. All others have a token that
 * must be refused. Most of these tokens have the owner's id and the operator's role, so that the call succeeds if a
 * check is missing.
 */
public enum Identity {
    ANONYMOUS,
    /** The user who owns the data. */
    OWNER,
    /** Another user. */
    STRANGER,
    /** Another user with the role of an operator. */
    OPERATOR,
    EXPIRED,
    NOT_YET_VALID,
    /** {@code alg: none}. */
    UNSIGNED,
    /** HS256 with the public key as the secret. */
    PUBLIC_KEY_AS_SECRET,
    /** Signed with another key under the id of the published key. */
    FORGED,
    /** A key id that is not published. */
    UNKNOWN_KEY,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    GARBAGE,
    /** A user who deleted the account; the token has not expired. */
    ERASED,
    /** A user who signed out everywhere; the token was issued before. */
    SIGNED_OUT;

    private static final String OPERATOR_ROLE = "operator";

    /** Returns the value of the header {@code Authorization}; empty if there is none. */
    String authorization(Tokens tokens, UUID owner, EndedUsers ended) {
        return switch (this) {
            case ANONYMOUS -> "";
            case OWNER -> tokens.bearer(owner, "Owner");
            case STRANGER -> tokens.bearer(UUID.randomUUID(), "Stranger");
            case OPERATOR -> tokens.bearer(UUID.randomUUID(), "Operator", OPERATOR_ROLE);
            case EXPIRED -> tokens.expired(owner, "Owner", OPERATOR_ROLE);
            case NOT_YET_VALID -> tokens.notYetValid(owner, "Owner", OPERATOR_ROLE);
            case UNSIGNED -> tokens.unsigned(owner, "Owner", OPERATOR_ROLE);
            case PUBLIC_KEY_AS_SECRET -> tokens.publicKeyAsSecret(owner, "Owner", OPERATOR_ROLE);
            case FORGED -> tokens.forged(owner, "Owner", OPERATOR_ROLE);
            case UNKNOWN_KEY -> tokens.unknownKey(owner, "Owner", OPERATOR_ROLE);
            case WRONG_ISSUER -> tokens.wrongIssuer(owner, "Owner", OPERATOR_ROLE);
            case WRONG_AUDIENCE -> tokens.wrongAudience(owner, "Owner", OPERATOR_ROLE);
            case GARBAGE -> "Bearer nonsense";
            case ERASED -> tokens.bearer(ended.erased(), "Erased", OPERATOR_ROLE);
            case SIGNED_OUT -> tokens.bearer(ended.signedOut(), "Signed out", OPERATOR_ROLE);
        };
    }
}
