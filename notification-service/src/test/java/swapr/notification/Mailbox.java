package swapr.notification;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;
import swapr.local.TcpProxy;

/** A real mail server and the e-mails that it has received. A test can cut the connection to it. */
final class Mailbox implements AutoCloseable {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final TcpProxy network;

    Mailbox() {
        server.start();
        network = TcpProxy.to(server.getSmtp().getPort());
    }

    int port() {
        return network.port();
    }

    void disconnect() {
        network.cut();
    }

    void stopAnswering() {
        network.stall();
    }

    void reconnect() {
        network.restore();
    }

    /** Returns the e-mails to this address, in the order of their arrival. */
    List<MimeMessage> of(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> isTo(message, address))
                .toList();
    }

    List<String> subjectsOf(String address) {
        return of(address).stream().map(Mailbox::subject).toList();
    }

    private static boolean isTo(MimeMessage message, String address) {
        try {
            return Arrays.stream(message.getAllRecipients())
                    .anyMatch(to -> ((InternetAddress) to).getAddress().equals(address));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        network.close();
        server.stop();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Configuration {

        @Bean
        Mailbox mailbox() {
            return new Mailbox();
        }

        @Bean
        DynamicPropertyRegistrar smtpPort(Mailbox mailbox) {
            return properties -> properties.add("spring.mail.port", mailbox::port);
        }
    }
}
