package swapr.testing;

import java.util.UUID;

/**
 * Who calls, in the table of {@link Access}. The first four have good tokens or none. All others bring a token that must
 * be refused, with the owner's id and the operator's role in it: if the check were missing, the call would succeed.
 */
public enum Identity {
    ANONYMOUS,
    /** The person whose data it is. */
    OWNER,
    /** Another person. */
    STRANGER,
    /** Another person with the role of an operator. */
    OPERATOR,
    EXPIRED,
    NOT_YET_VALID,
    /** {@code alg: none}. */
    UNSIGNED,
    /** HS256 with the public key as the secret. */
    PUBLIC_KEY_AS_SECRET,
    /** Another key under the id of the published one. */
    FORGED,
    /** A key id that nobody published. */
    UNKNOWN_KEY,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    GARBAGE,
    /** A person who deleted the account; the token has not expired. */
    ERASED,
    /** A person who signed out everywhere; the token was issued before. */
    SIGNED_OUT;

    private static final String OPERATOR_ROLE = "operator";

    /** The value of the header {@code Authorization}; empty for none. */
    String authorization(Tokens tokens, UUID owner, UUID erased, UUID signedOut) {
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
            case ERASED -> tokens.bearer(erased, "Erased", OPERATOR_ROLE);
            case SIGNED_OUT -> tokens.bearer(signedOut, "Signed out", OPERATOR_ROLE);
        };
    }
}
