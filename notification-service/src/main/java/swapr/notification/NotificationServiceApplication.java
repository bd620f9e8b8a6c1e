package swapr.notification;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Notifications in an inbox and by e-mail, on port 8084 by default. */
@SpringBootApplication
public class NotificationServiceApplication {

    /**
     * Without this property, the mail library searches all jars for each part of each e-mail. That was a third of this
     * service's work.
     */
    private static final String STREAMS = "jakarta.mail.util.StreamProvider";

    public static void main(String[] args) {
        System.setProperty(STREAMS, "org.eclipse.angus.mail.util.MailStreamProvider");
        SpringApplication.run(NotificationServiceApplication.class, args);
    }
}
