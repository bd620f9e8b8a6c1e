package swapr.sandbox.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MailStoreTest {

    /** Without this, 75,000 e-mails filled the heap of 96 MB. */
    @Test
    void eMailsShareTheObjectsOfTheirSenderAndRecipient() {
        var store = new MailStore();
        store.add(mail("first"));
        store.add(mail("second"));

        var mails = store.all();
        assertThat(mails).extracting(Mail::subject).containsExactly("second", "first");
        assertThat(mails.getFirst().from().getFirst())
                .isEqualTo(new Mail.Person("Swapr", "no-reply@swapr.example"))
                .isSameAs(mails.getLast().from().getFirst());
        assertThat(mails.getFirst().to().getFirst())
                .isSameAs(mails.getLast().to().getFirst());
    }

    private static Mail mail(String subject) {
        return new Mail(
                UUID.randomUUID(),
                subject,
                List.of(new Mail.Person("Swapr", "no-reply@swapr.example")),
                List.of(new Mail.Person("Ada", "ada@swapr.example")),
                subject,
                Instant.EPOCH,
                "",
                "",
                100);
    }
}
