package swapr.notification;

import java.util.UUID;
import swapr.notification.Recipients.Known;

/** An e-mail that is still to be sent, with the recipient's address of this moment. */
record PendingEmail(UUID notificationId, Message message, Known recipient) {}
