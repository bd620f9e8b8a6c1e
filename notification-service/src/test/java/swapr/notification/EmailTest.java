package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import swapr.notification.Recipients.Known;

class EmailTest {

    private static final Known BOB = new Known("Bob", "bob@swapr.example");
    private static final String ATTACK = "\"Bob\"\r\nBcc: all@swapr.example\r\n\r\n<script>alert(1)</script>";

    @Test
    void theSameTextIsSentAsPlainTextAndAsHtml() throws Exception {
        MimeMessage received = sendAndReceive(Message.of("Sold: Yeezy", "It is sold.", "Send it."), BOB);

        assertThat(received.getContentType()).startsWith("multipart/alternative");
        assertThat(part(received, 0)).startsWith("Hello Bob,\n\nIt is sold.\n\nSend it.\n\n-- \n");
        assertThat(part(received, 1))
                .contains(
                        "<p>Hello Bob,</p>\n<p>It is sold.</p>\n<p>Send it.</p>\n",
                        "<h1 style=\"font-size: 1.3em\">Sold: Yeezy</h1>");
    }

    @Test
    void theMessageIdIsTheSameOnEveryAttempt() throws Exception {
        var email = new PendingEmail(UUID.randomUUID(), Message.of("Sold", "It is sold."), BOB);

        assertThat(sendAndReceive(email).getMessageID())
                .isEqualTo(sendAndReceive(email).getMessageID())
                .isEqualTo("<" + email.notificationId() + "@swapr.local>");
    }

    @Test
    void markupInATitleIsEscapedInTheHtml() throws Exception {
        String title = "<script>alert('1')</script> & \"co\"";
        MimeMessage received = sendAndReceive(Message.of(title, title), BOB);

        assertThat(received.getSubject()).isEqualTo(title);
        assertThat(part(received, 0)).contains(title);
        assertThat(part(received, 1))
                .doesNotContain("<script")
                .contains("<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;co&quot;</p>");
    }

    @Test
    void lineBreaksInTitlesAndNamesAddNoHeaders() throws Exception {
        MimeMessage received =
                sendAndReceive(Message.of("Sold: " + ATTACK, ATTACK), new Known(ATTACK, "bob@swapr.example"));

        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getAllRecipients()).hasSize(1);
        InternetAddress to = (InternetAddress) received.getAllRecipients()[0];
        assertThat(to.getAddress()).isEqualTo("bob@swapr.example");
        assertThat(to.getPersonal()).isEqualTo("\"Bob\" Bcc: all@swapr.example <script>alert(1)</script>");
        assertThat(received.getContentType()).startsWith("multipart/alternative");
        assertThat(part(received, 1)).doesNotContain("<script");
    }

    @Test
    void namesAndTitlesOfAllLanguagesArriveUnchanged() throws Exception {
        MimeMessage received = sendAndReceive(
                Message.of("Verkauft: 空军一号 👟", "空军一号 👟"), new Known("Žofie Ångström", "zofie@swapr.example"));

        assertThat(received.getSubject()).isEqualTo("Verkauft: 空军一号 👟");
        assertThat(((InternetAddress) received.getAllRecipients()[0]).getPersonal())
                .isEqualTo("Žofie Ångström");
        assertThat(part(received, 0)).contains("Hello Žofie Ångström,", "空军一号 👟");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bob",
                "bob@",
                "bob@swapr.example\r\nBcc: all@swapr.example",
                "\"bob\r\n bob\"@swapr.example",
                "bob@swapr.example, eve@swapr.example",
                "<>"
            })
    void anInvalidAddressIsRefused(String email) {
        assertThatThrownBy(() -> sendAndReceive(Message.of("Sold", "It is sold."), new Known("Bob", email)))
                .isInstanceOf(AddressException.class);
    }

    /** The tests of user-service use the same table. */
    @ParameterizedTest
    @CsvFileSource(resources = "/swapr/testing/email-addresses.csv", quoteCharacter = '\u0001')
    void anEmailCanBeWrittenToEachAddressThatCanRegister(String accepted, String address) {
        if (accepted.equals("yes")) {
            assertThatCode(() -> sendAndReceive(Message.of("Sold", "It is sold."), new Known("Ada", address)))
                    .doesNotThrowAnyException();
        }
    }

    private static MimeMessage sendAndReceive(Message message, Known recipient) throws MessagingException, IOException {
        return sendAndReceive(new PendingEmail(UUID.randomUUID(), message, recipient));
    }

    /** Writes the e-mail to bytes and parses them, as the receiver does. */
    private static MimeMessage sendAndReceive(PendingEmail email) throws MessagingException, IOException {
        Session session = Session.getInstance(new Properties());
        MimeMessage message = new MimeMessage(session);
        Email.write(message, email);
        var bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        return new MimeMessage(session, new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static String part(MimeMessage message, int index) throws MessagingException, IOException {
        return ((String) ((MimeMultipart) message.getContent())
                        .getBodyPart(index)
                        .getContent())
                .replace("\r\n", "\n");
    }
}
