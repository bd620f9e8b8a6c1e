package swapr.messaging;

/** Makes text from a record safe for a database column, a header and a log line. */
final class CleanText {

    private CleanText() {}

    /**
     * Returns one line. Each run of whitespace, control characters and invisible format characters becomes one space.
     * Half a surrogate pair becomes U+FFFD.
     *
     * @param max in characters (code points); the rest is cut off
     */
    static String of(String text, int max) {
        var clean = new StringBuilder();
        int length = 0;
        for (int i = 0; i < text.length() && length < max; ) {
            int each = text.codePointAt(i);
            i += Character.charCount(each);
            if (isSurrogate(each)) {
                each = 0xFFFD;
            } else if (isInvisible(each)) {
                each = ' ';
                if (!clean.isEmpty() && clean.charAt(clean.length() - 1) == ' ') {
                    continue;
                }
            }
            clean.appendCodePoint(each);
            length++;
        }
        return clean.toString();
    }

    /** True if a code point is half a surrogate pair, which UTF-8 cannot encode. */
    static boolean isSurrogate(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }
}
