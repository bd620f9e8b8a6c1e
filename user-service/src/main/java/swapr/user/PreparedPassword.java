package swapr.user;

import java.util.Optional;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * A password in the form in which it is hashed and compared: the OpaqueString profile of RFC 8265. Text in another
 * Unicode form becomes NFC, each kind of space becomes SPACE, and control characters are refused. Registration,
 * password change and sign-in all use this form, so two spellings of one text are the same password.
 */
record PreparedPassword(String text) {

    /** The maximum number of characters, counted after preparation. */
    static final int LONGEST = 128;
    /** In Java chars. A longer text is refused without preparation, because preparation takes time for each char. */
    static final int LONGEST_TYPED = 8 * LONGEST;

    /** Returns empty if no account can have this password: it is empty, too long, or has refused characters. */
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

    /** Returns the length in Unicode code points. */
    int length() {
        return text.codePointCount(0, text.length());
    }

    @Override
    public String toString() {
        return "a password"; // without the text
    }
}
