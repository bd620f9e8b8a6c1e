package swapr.sandbox.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The e-mails in memory, newest first. The newest 5,000 are complete. Up to 100,000 older ones have no body. The fields
 * of the responses have the names of Mailpit's API, which is used in containers.
 */
final class MailStore {

    private static final int MAX_COMPLETE = 5_000;
    private static final int MAX_WITHOUT_BODY = 100_000;
    private static final Pattern TERM = Pattern.compile("(\\S*?)\"([^\"]*)\"|(\\S+)");

    private final Deque<Mail> mails = new ArrayDeque<>();
    private final Deque<Mail> older = new ArrayDeque<>();

    /** Senders and recipients repeat, so e-mails share their objects. Otherwise 75,000 of them fill the heap. */
    private final Map<Mail.Person, Mail.Person> people = new HashMap<>();

    private long accepted;

    synchronized void add(Mail mail) {
        accepted++;
        mails.addFirst(mail.sharing(this::shared));
        if (mails.size() > MAX_COMPLETE) {
            older.addFirst(mails.removeLast().withoutBody());
        }
        if (older.size() > MAX_WITHOUT_BODY) {
            older.removeLast();
        }
    }

    private Mail.Person shared(Mail.Person person) {
        if (people.size() > MAX_COMPLETE) {
            people.clear(); // the e-mails keep their objects
        }
        return people.computeIfAbsent(person, same -> same);
    }

    /** The number of e-mails since the start, also of those that are not kept any more. */
    synchronized long accepted() {
        return accepted;
    }

    synchronized void clear() {
        mails.clear();
        older.clear();
        people.clear();
    }

    synchronized List<Mail> all() {
        return Stream.concat(mails.stream(), older.stream()).toList();
    }

    Optional<Mail> find(String id) {
        return all().stream().filter(mail -> mail.id().toString().equals(id)).findFirst();
    }

    /** Every term must match; {@code subject:"two words"} is one term. */
    List<Mail> search(String query) {
        var terms = terms(query);
        return all().stream()
                .filter(mail -> terms.stream().allMatch(mail::matches))
                .toList();
    }

    private static List<String> terms(String query) {
        var terms = new ArrayList<String>();
        for (Matcher term = TERM.matcher(query); term.find(); ) {
            terms.add(term.group(3) != null ? term.group(3) : term.group(1) + term.group(2));
        }
        return terms;
    }

    Map<String, Object> page(List<Mail> found, int start, int limit) {
        var page =
                found.stream().skip(start).limit(limit).map(MailStore::summary).toList();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("total", all().size());
        answer.put("count", page.size());
        answer.put("messages_count", found.size());
        answer.put("start", start);
        answer.put("messages", page);
        return answer;
    }

    static Map<String, Object> summary(Mail mail) {
        var summary = head(mail);
        summary.put("Created", mail.received());
        summary.put(
                "Snippet",
                mail.text().substring(0, Math.min(250, mail.text().length())).strip());
        return summary;
    }

    static Map<String, Object> message(Mail mail) {
        var message = head(mail);
        message.put("Date", mail.received());
        message.put("Text", mail.text());
        message.put("HTML", mail.html());
        return message;
    }

    private static Map<String, Object> head(Mail mail) {
        var head = new LinkedHashMap<String, Object>();
        head.put("ID", mail.id().toString());
        head.put("MessageID", mail.messageId());
        head.put("From", mail.from().isEmpty() ? null : person(mail.from().getFirst()));
        head.put("To", mail.to().stream().map(MailStore::person).toList());
        head.put("Subject", mail.subject());
        head.put("Size", mail.size());
        return head;
    }

    private static Map<String, String> person(Mail.Person person) {
        return Map.of("Name", person.name(), "Address", person.address());
    }
}
