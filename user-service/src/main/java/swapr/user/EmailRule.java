package swapr.user;

/** How an e-mail address looks, as a pattern for the whole text. The contract has the same pattern. */
final class EmailRule {

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /**
     * An address to which the mail library sends: a dot-atom of RFC 5322 in front, of at most 64 characters (RFC 5321),
     * so no dot at its beginning, at its end, or after another; and at least one dot in the domain. The number of atoms
     * and labels is bounded because Java's matcher recurses for each, and would end on a hostile address.
     */
    static final String EMAIL =
            "\\s*(?=[^@]{1,64}@)" + ATOM + "(?:\\." + ATOM + "){0,31}@(?:" + LABEL + "\\.){1,10}" + LABEL + "\\s*";

    static final String EMAIL_MESSAGE = "must be an e-mail address like ada@example.com";

    private EmailRule() {}
}
