package swapr.user;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Another account has the e-mail address. */
final class EmailTakenException extends ResponseStatusException {

    private static final long serialVersionUID = 1;

    EmailTakenException() {
        super(HttpStatus.CONFLICT, "This e-mail address already has an account.");
    }
}
