package swapr.user;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Signing in, and the keys with which everybody checks that somebody did. */
@RestController
class SessionsApi {

    private final OpenSession openSession;
    private final SigningKeys keys;

    SessionsApi(OpenSession openSession, SigningKeys keys) {
        this.openSession = openSession;
        this.keys = keys;
    }

    @PostMapping("/sessions")
    ResponseEntity<Session> open(@Valid @RequestBody Credentials credentials) {
        var session = openSession
                .open(credentials.email, credentials.password)
                .map(token -> new Session(token, "Bearer", OpenSession.LIFETIME.toSeconds()))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.UNAUTHORIZED, "E-mail address and password do not match an account."));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(session);
    }

    /** RFC 7517; public halves only. */
    @GetMapping("/.well-known/jwks.json")
    Map<String, Object> keys() {
        return keys.toVerify().toJSONObject();
    }

    record Session(String accessToken, String tokenType, long expiresIn) {}

    record Credentials(
            @NotBlank @Size(max = 254) String email,
            @NotBlank @Size(max = 128) String password) {

        @Override
        public String toString() {
            return "Credentials of " + email; // never the password
        }
    }
}
