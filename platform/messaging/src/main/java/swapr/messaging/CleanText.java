package swapr.messaging;

/** Text that is derived from a record, made safe for a database column, a header and a log line. */
final class CleanText {

    private CleanText() {}

    /**
     * One line: each run of blanks, controls, line separators and invisible format characters becomes one blank, and half
     * a surrogate pair becomes U+FFFD.
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

    /** Whether a code point is half a surrogate pair, which no UTF-8 text can hold. */
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
