package swapr.web;

import java.text.Normalizer;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * The rules of {@link OneLine}, {@link MultiLine} and {@link VisibleAscii}, based on Unicode's general categories.
 *
 * <p>Joiners, variation selectors, left-to-right and right-to-left marks are allowed, because emoji, Persian, Hindi and
 * Hebrew need them. None of them is visible.
 */
final class TextRule {

    /** Letters and symbols that show nothing: Hangul fillers, the empty Braille cell, the null notehead. */
    private static final Set<Integer> LOOK_EMPTY = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x1D159);

    private static final Pattern BLANKS = Pattern.compile("\\p{Zs}+");
    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n?");

    /** NFC combines at most four characters into one (U+1F82). UTF-16 has at most two units for a character. */
    private static final int MAX_UNITS_PER_CHARACTER = 4 * 2;

    private TextRule() {}

    /**
     * Normalizes a line. Text that is too long in any form stays unchanged, because the time to normalize grows with
     * the square.
     */
    static String line(String text, int max) {
        if (text.length() > max * MAX_UNITS_PER_CHARACTER) {
            return text;
        }
        return trim(BLANKS.matcher(nfc(text)).replaceAll(" "), TextRule::isBlank);
    }

    /** Normalizes text like {@link #line}, but keeps line breaks and runs of blanks. */
    static String lines(String text, int max) {
        if (text.length() > max * MAX_UNITS_PER_CHARACTER) {
            return text;
        }
        return trim(
                LINE_BREAK.matcher(nfc(text)).replaceAll("\n"),
                character -> isBlank(character) || character == '\n' || character == '\t');
    }

    static boolean isLine(String text, int max) {
        return fits(text, max) && text.codePoints().allMatch(TextRule::isHarmless);
    }

    static boolean isLines(String text, int max) {
        return fits(text, max)
                && text.codePoints()
                        .allMatch(character -> character == '\n' || character == '\t' || isHarmless(character));
    }

    static boolean isVisibleAscii(String text, int max) {
        return !text.isEmpty()
                && text.length() <= max
                && text.chars().allMatch(character -> character >= '!' && character <= '~');
    }

    private static boolean fits(String text, int max) {
        return text.codePointCount(0, text.length()) <= max && text.codePoints().anyMatch(TextRule::isVisible);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.SPACE_SEPARATOR,
                    Character.FORMAT -> false;
            default -> isHarmless(character) && !LOOK_EMPTY.contains(character);
        };
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.FORMAT -> !changesDirection(character);
            default -> true;
        };
    }

    private static boolean changesDirection(int character) {
        return switch (Character.getDirectionality(character)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                    Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE -> true;
            default -> false;
        };
    }

    /** True for spaces of all widths, including the zero-width ones that editors leave at the ends of a text. */
    private static boolean isBlank(int character) {
        return Character.getType(character) == Character.SPACE_SEPARATOR
                || character == '\u200B' // zero width space
                || character == '\u2060' // word joiner
                || character == '\uFEFF'; // byte order mark
    }

    private static String trim(String text, IntPredicate blank) {
        int start = 0;
        int end = text.length();
        while (start < end && blank.test(text.charAt(start))) {
            start++;
        }
        while (start < end && blank.test(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
