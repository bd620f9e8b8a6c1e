/**
 * The sandbox mail server. It receives e-mails over SMTP and shows them on a page, but delivers none. Its process
 * starts in {@link swapr.sandbox.mail.MailServer}.
 */
@NullMarked
package swapr.sandbox.mail;

import org.jspecify.annotations.NullMarked;
