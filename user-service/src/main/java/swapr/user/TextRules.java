package swapr.user;

/** What a name and an e-mail address may look like, as patterns for whole texts. */
final class TextRules {

    /**
     * Names end up in mail subjects and terminals: something visible, and no control characters, line separators, or
     * marks that turn the reading direction around.
     */
    static final String ONE_LINE =
            "(?s)(?=.*\\S)[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]*";

    static final String ONE_LINE_MESSAGE = "must be one line of visible text";

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /**
     * The HTML standard's valid e-mail address with at least one dot in the domain and RFC 5321's 64 in front. The
     * number of labels is bounded because Java's matcher recurses for each, and would end on a hostile address.
     */
    static final String EMAIL = "\\s*[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:" + LABEL + "\\.){1,10}" + LABEL + "\\s*";

    static final String EMAIL_MESSAGE = "must be an e-mail address like ada@example.com";

    private TextRules() {}
}
