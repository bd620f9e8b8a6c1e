package swapr.user;

import java.util.Optional;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * A password in the one form in which it is hashed and compared: the OpaqueString profile of RFC 8265. Text in another
 * Unicode form becomes NFC, every kind of space becomes SPACE, and control characters are refused. Registration, change
 * and sign-in all need one of these, so two spellings of one text are one password at every end.
 */
record PreparedPassword(String text) {

    /** Characters, counted after preparation. */
    static final int LONGEST = 128;

    /** Java chars. A longer text is refused unread, because preparation takes time for each character. */
    static final int LONGEST_TYPED = 8 * LONGEST;

    /** Returns nothing when no account can have this password: empty, too long, or with characters that are refused. */
    static Optional<PreparedPassword> of(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        try {
            var prepared = new PreparedPassword(PrecisProfiles.OPAQUE_STRING.enforce(typed));
            return Optional.of(prepared).filter(password -> password.length() <= LONGEST);
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** In Unicode code points. */
    int length() {
        return text.codePointCount(0, text.length());
    }

    @Override
    public String toString() {
        return "a password"; // never the text
    }
}
