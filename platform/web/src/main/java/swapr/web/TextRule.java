package swapr.web;

import java.text.Normalizer;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * The rules behind {@link OneLine}, {@link MultiLine} and {@link VisibleAscii}, by Unicode's general categories.
 *
 * <p>Marks that only help a renderer stay allowed: joiners, variation selectors, left-to-right and right-to-left marks.
 * Emoji, Persian, Hindi and Hebrew need them. None of them counts as visible.
 */
final class TextRule {

    /** Letters and symbols by category, yet drawn as nothing: Hangul fillers, the empty Braille cell, the null notehead. */
    private static final Set<Integer> LOOK_EMPTY = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x1D159);

    private static final Pattern BLANKS = Pattern.compile("\\p{Zs}+");
    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n?");

    /** NFC makes one character of four at most (U+1F82), and UTF-16 writes a character as two units at most. */
    private static final int MOST_UNITS_OF_ONE = 4 * 2;

    private TextRule() {}

    /** In one form. Text that is too long for any form stays as it is: normalizing takes time that grows with its square. */
    static String line(String text, int max) {
        if (text.length() > max * MOST_UNITS_OF_ONE) {
            return text;
        }
        return trim(BLANKS.matcher(nfc(text)).replaceAll(" "), TextRule::isBlank);
    }

    /** Like {@link #line}, but lines and runs of blanks stay. */
    static String lines(String text, int max) {
        if (text.length() > max * MOST_UNITS_OF_ONE) {
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
            case Character.FORMAT -> !turnsTheDirection(character);
            default -> true;
        };
    }

    private static boolean turnsTheDirection(int character) {
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

    /** Spaces of all widths, and those of no width that editors leave at the ends of a text. */
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
