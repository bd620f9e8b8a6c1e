package swapr.notification;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a notification says: a subject, and plain text whose paragraphs are separated by empty lines. Other people's
 * names are left out, so that erasing a person never means searching everybody else's letters.
 */
record Message(String subject, String text) {

    static Message of(String subject, String... paragraphs) {
        return new Message(
                oneLine(subject),
                Arrays.stream(paragraphs).map(Message::oneLine).collect(Collectors.joining("\n\n")));
    }

    /**
     * Titles and names come from users. A line break in one would end the header of the e-mail it stands in and begin
     * another, of the user's choice; so runs of blanks and control characters become one blank.
     */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Z}\u0085]+", " ").strip();
    }
}
