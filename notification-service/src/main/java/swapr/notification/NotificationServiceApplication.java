package swapr.notification;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts notification-service. */
@SpringBootApplication
public class NotificationServiceApplication {

    /** The library looks for this in all jars, for each part of each e-mail, unless it is told: a third of our work. */
    private static final String STREAMS = "jakarta.mail.util.StreamProvider";

    public static void main(String[] args) {
        System.setProperty(STREAMS, "org.eclipse.angus.mail.util.MailStreamProvider");
        SpringApplication.run(NotificationServiceApplication.class, args);
    }
}
