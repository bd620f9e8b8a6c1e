package swapr.user;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import swapr.web.CurrentUser;

/** Sign-in, sign-out, and the public keys that verify tokens. */
@RestController
class SessionController {

    private final OpenSession openSession;
    private final EndSessions endSessions;
    private final Audit audit;
    private final SigningKeys keys;

    SessionController(OpenSession openSession, EndSessions endSessions, Audit audit, SigningKeys keys) {
        this.openSession = openSession;
        this.endSessions = endSessions;
        this.audit = audit;
        this.keys = keys;
    }

    @PostMapping("/sessions")
    ResponseEntity<Session> open(@Valid @RequestBody Credentials credentials, HttpServletRequest request) {
        var session = openSession
                .open(credentials.email, credentials.password, request.getRemoteAddr())
                .map(token -> new Session(token, "Bearer", OpenSession.LIFETIME.toSeconds()))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.UNAUTHORIZED, "E-mail address and password do not match an account."));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(session);
    }

    /** Signs out everywhere. This token is refused from then on, too. */
    @DeleteMapping("/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(CurrentUser me) {
        if (!endSessions.end(me.id())) {
            throw new AccountDeletedException();
        }
        audit.log(Audit.Action.SIGN_OUT_EVERYWHERE, Audit.Outcome.OK, me.id());
    }

    /** The signing keys as RFC 7517 defines them, without their private parts. */
    @GetMapping("/.well-known/jwks.json")
    Map<String, Object> keys() {
        return keys.toVerify().toJSONObject();
    }

    record Session(String accessToken, String tokenType, long expiresIn) {}

    record Credentials(
            @NotBlank @Size(max = 254) String email,

            @NotNull @Size(max = PreparedPassword.LONGEST_TYPED)
            String password) {

        @Override
        public String toString() {
            return "credentials"; // without the address and the password
        }
    }
}
