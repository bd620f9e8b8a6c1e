package swapr.web;

import java.util.UUID;

/**
 * A user with tokens that are refused before they expire.
 *
 * @param generation tokens of an earlier generation are refused
 * @param erased whether all tokens are refused, because the account is closed
 */
record EndedSession(UUID userId, long generation, boolean erased) {

    boolean refuses(long tokenGeneration) {
        return erased || tokenGeneration < generation;
    }
}
