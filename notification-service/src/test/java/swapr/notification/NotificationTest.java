package swapr.notification;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import swapr.testing.IntegrationTest;

/** Starts notification-service on real infrastructure, with a real mail server and short timeouts. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@IntegrationTest(
        properties = {
            "swapr.messaging.work.pause=100ms",
            "swapr.messaging.work.max-pause=500ms",
            "spring.mail.properties.mail.smtp.timeout=1000"
        })
@Import({Mailbox.Configuration.class, Inboxes.class})
@interface NotificationTest {}
