package swapr.workshop;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import swapr.system.Waiting;
import swapr.workshop.Shop.Customer;

/** The check of lab 12: a slow mail server delays e-mails and nothing else, and a crash loses no e-mail. */
final class Lab12 implements Steps {

    private static final int LISTINGS = 30;
    private static final int BEFORE_CRASH = 20;
    private static final int SLOW_MS = 1_000;
    private static final int SLOWER_MS = 8_000;
    private static final Duration INBOX = Duration.ofSeconds(5);
    private static final Duration MAILS = Duration.ofSeconds(10);
    /** After the crash of an earlier check, commands are locked for 30 s. */
    private static final Duration LOCK = Duration.ofSeconds(40);

    private static final Duration AFTER_CRASH = Duration.ofSeconds(30);
    private static final List<String> SERVICE = List.of("notification");
    private static final String STATUS =
            "./swapr sql notification \"select status, count(*) from notifications group by status\"";
    private static final String ONLINE = "Your listing is online";

    private final Shop shop;
    private final Customer sina;
    private int listed;

    Lab12(Shop shop) {
        this.shop = shop;
        this.sina = shop.customer("Sina");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("the inbox does not wait for the mail server", this::inboxDoesNotWait),
                new Step("%d e-mails arrive, although each takes a second".formatted(LISTINGS), this::mailsArrive),
                new Step("a crash of the service loses no e-mail", this::crashLosesNone));
    }

    private void inboxDoesNotWait() {
        shop.effects().mailServerTakes(SLOW_MS);
        try {
            list(LISTINGS);
            within(INBOX, this::inInbox);
            Red.unless(
                    inInbox() == listed,
                    "Sina's inbox shows %d of her %d new listings, while the mail server takes a second for an e-mail"
                            .formatted(inInbox(), listed),
                    "%d listings, with a mail server that takes %d ms".formatted(LISTINGS, SLOW_MS),
                    seen(),
                    "./swapr lab metrics");
        } finally {
            shop.effects().mailServerTakes(0);
        }
    }

    private void list(int listings) {
        for (var i = 0; i < listings; i++) {
            shop.list(sina);
        }
        listed += listings;
    }

    private void within(Duration time, LongSupplier figure) {
        Waiting.until(time, () -> figure.getAsLong() >= listed);
    }

    private long inInbox() {
        return notifications("true");
    }

    private long notifications(String condition) {
        return shop.database()
                .count("select count(*) from notification.notifications where user_id = '%s' and %s"
                        .formatted(sina.id(), condition));
    }

    private long mails() {
        return shop.effects().mails(sina, ONLINE);
    }

    private String seen() {
        return "inbox: %d, e-mails: %d of %d; open: %s; %s"
                .formatted(
                        inInbox(),
                        mails(),
                        listed,
                        new OpenWork(shop.marketplace()).text(),
                        new ParkedRecords(shop, "notification").newest());
    }

    private void mailsArrive() {
        new OpenWork(shop.marketplace()).awaitNone(LOCK);
        shop.effects().mailServerTakes(SLOW_MS);
        try {
            list(LISTINGS);
            within(MAILS, this::mails);
            Red.unless(
                    mails() >= listed,
                    "Sina got %d of %d e-mails after %d s".formatted(mails(), listed, MAILS.toSeconds()),
                    "%d listings, with a mail server that takes %d ms".formatted(LISTINGS, SLOW_MS),
                    seen(),
                    "./swapr lab metrics, and the Javadoc of MessagingProperties.Work");
        } finally {
            shop.effects().mailServerTakes(0);
        }
        shop.soonAtRest(() -> pending() == 0);
        Red.unless(
                mails() == listed && pending() == 0,
                "Sina got %d e-mails about %d listings, and notification-service calls %d of them PENDING"
                        .formatted(mails(), listed, pending()),
                "%d listings, and all events are sent and read".formatted(listed),
                seen(),
                STATUS);
    }

    private long pending() {
        return notifications("status = 'PENDING'");
    }

    /** The service is killed while e-mails are on their way. A normal end could wait for its threads. */
    private void crashLosesNone() {
        shop.rest();
        shop.effects().mailServerTakes(SLOWER_MS);
        try {
            list(BEFORE_CRASH);
            within(INBOX, this::inInbox);
            shop.apps().kill(SERVICE);
        } finally {
            shop.effects().mailServerTakes(0);
            shop.apps().start(SERVICE);
        }
        within(AFTER_CRASH, this::mails);
        Red.unless(
                mails() >= listed,
                "%d of Sina's e-mails never come: only the memory of a process knew about them"
                        .formatted(listed - mails()),
                "%d listings, then a crash of notification-service".formatted(BEFORE_CRASH),
                "%s; %d notifications are PENDING".formatted(seen(), pending()),
                STATUS);
    }
}
