package swapr.user;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The user of a token that is still valid does not exist any more. */
final class AccountDeletedException extends ResponseStatusException {

    private static final long serialVersionUID = 1;

    AccountDeletedException() {
        super(HttpStatus.NOT_FOUND, "This account has been deleted.");
    }
}
