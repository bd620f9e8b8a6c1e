package swapr.notification;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The content of a notification: a subject and plain text. Empty lines separate the paragraphs. The text has no names
 * of other users, so that an erasure does not have to search the notifications of all users.
 */
record Message(String subject, String text) {

    /** The longest subject of NotificationSent, in characters. A longer one is cut. */
    private static final int MAX_SUBJECT = 400;

    static Message of(String subject, String... paragraphs) {
        return new Message(
                cut(oneLine(subject)),
                Arrays.stream(paragraphs).map(Message::oneLine).collect(Collectors.joining("\n\n")));
    }

    private static String cut(String subject) {
        return subject.codePointCount(0, subject.length()) <= MAX_SUBJECT
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, MAX_SUBJECT - 1)) + "…";
    }

    /**
     * Replaces each run of blanks and control characters with one blank. Titles and names come from users, and a line
     * break in them could add a header to the e-mail.
     */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Z}\u0085]+", " ").strip();
    }
}
