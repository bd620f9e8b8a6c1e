package swapr.workshop;

import java.util.List;

/**
 * A fault of the running marketplace that a learner finds from outside. No code changes.
 *
 * <p>Each has the process in which the fault is, its cause, the complaint of a customer, the alert of
 * {@code ops/prometheus/alerts.yml} for it, and a clue for those who accuse another process.
 */
enum Incident {
    BANK_DOWN(
            "bank",
            Cause.DOWN,
            "Customers ask where their orders are",
            "CircuitBreakerOpen",
            "an open circuit breaker protects its service. Which server does that service call?"),
    LISTING_NOT_SENDING(
            "listing", Cause.NOT_SENDING, "Ben does not find the new pairs", Alerts.NOT_PUBLISHED, Clues.NOT_SENDING),
    PURCHASE_NOT_SENDING(
            "purchase",
            Cause.NOT_SENDING,
            "Customers ask where their orders are",
            Alerts.NOT_PUBLISHED,
            Clues.NOT_SENDING),
    NOTIFICATION_BAD_EVENTS(
            "notification",
            Cause.BAD_EVENTS,
            "Sina misses e-mails, and they are not in her inbox either",
            "RecordDeadLettered",
            "the service that parks a record is a reader of the topic, not its publisher"),
    ANALYTICS_SLOW(
            "analytics",
            Cause.SLOW,
            "The weekly report does not have the pairs of today",
            Alerts.LAGGING,
            "one reader of the topics is behind, and the others are not. The label consumer names it"),
    USER_FROZEN(
            "user",
            Cause.FROZEN,
            "New customers cannot register",
            "ServiceDown",
            "one process does not even answer the request for its figures"),
    MAIL_FROZEN(
            "mail",
            Cause.FROZEN,
            "Sina has the news in her inbox, and no e-mail",
            "none, because no rule uses swapr_commands_retrying",
            "the notifications are stored, and commands are tried again. Which server do these commands call?"),
    OPEN_TRANSACTION(
            "kafka",
            Cause.OPEN_TRANSACTION,
            "Customers ask where their orders are",
            Alerts.LAGGING,
            "all readers of one topic stop at the same record, and its publisher has sent everything");

    private static final class Alerts {
        static final String LAGGING = "ConsumerLagging, but only above 1,000 records";
        static final String NOT_PUBLISHED = "EventsNotPublished";
    }

    private static final class Clues {
        static final String NOT_SENDING =
                "the missing events are of another service. Which step have all orders done, and who is next?";
    }

    /** The kinds of causes. */
    enum Cause {
        DOWN("down", "it answers each request with an error"),
        FROZEN("frozen", "its process stands still and answers nothing"),
        SLOW("slow", "it works, but slower than the events come"),
        NOT_SENDING("not-sending", "it stores its events and does not publish them"),
        BAD_EVENTS("bad-events", "it parks events that it cannot process"),
        OPEN_TRANSACTION("open-transaction", "a foreign producer has not ended its transaction on a topic");

        final String word;
        final String meaning;

        Cause(String word, String meaning) {
            this.word = word;
            this.meaning = meaning;
        }
    }

    final String process;
    final Cause cause;
    final String complaint;
    final String alert;
    final String clue;

    Incident(String process, Cause cause, String complaint, String alert, String clue) {
        this.process = process;
        this.cause = cause;
        this.complaint = complaint;
        this.alert = alert;
        this.clue = clue;
    }

    /** The metrics that show the fault. An accusation names one of them. */
    List<String> evidence() {
        return switch (this) {
            case BANK_DOWN -> List.of("resilience4j_circuitbreaker_state", "swapr_commands_retrying");
            case LISTING_NOT_SENDING, PURCHASE_NOT_SENDING ->
                List.of("swapr_outbox_oldest_age_seconds", "swapr_outbox_pending");
            case NOTIFICATION_BAD_EVENTS -> List.of("swapr_dead_letters_open");
            case ANALYTICS_SLOW, OPEN_TRANSACTION -> List.of("swapr_consumer_lag");
            case USER_FROZEN -> List.of(MetricsBoard.UP);
            case MAIL_FROZEN -> List.of("swapr_commands_retrying");
        };
    }

    /** The numbers of {@code --incident}, from 1. */
    int number() {
        return List.of(values()).indexOf(this) + 1;
    }

    static Incident numbered(int number) {
        if (number < 1 || number > values().length) {
            throw new IllegalStateException(
                    "there is no incident %d. Choose one from 1 to %d".formatted(number, values().length));
        }
        return values()[number - 1];
    }
}
