package swapr.user;

/** The pattern of an e-mail address, for the whole text. The contract has the same pattern. */
final class EmailRule {

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /**
     * Accepts the addresses to which the mail library sends. Before the @ is a dot-atom (RFC 5322) of at most 64
     * characters (RFC 5321): no dot is at its start, at its end, or after another dot. The domain has at least one dot.
     * The number of atoms and labels is limited. Java's matcher recurses for each of them, so a hostile address would
     * overflow the stack.
     */
    static final String EMAIL =
            "\\s*(?=[^@]{1,64}@)" + ATOM + "(?:\\." + ATOM + "){0,31}@(?:" + LABEL + "\\.){1,10}" + LABEL + "\\s*";

    static final String EMAIL_MESSAGE = "must be an e-mail address like ada@example.com";

    private EmailRule() {}
}
