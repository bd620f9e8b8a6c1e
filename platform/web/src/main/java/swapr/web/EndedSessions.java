package swapr.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** Refuses the tokens of ended sessions and erased users. It reads only memory, so a token check needs no query. */
class EndedSessions implements OAuth2TokenValidator<Jwt> {

    private static final String GENERATION = "session_generation";

    private volatile Map<UUID, EndedSession> ended = Map.of();

    void replace(List<EndedSession> sessions) {
        ended = sessions.stream().collect(Collectors.toUnmodifiableMap(EndedSession::userId, Function.identity()));
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        UUID user = userOf(token);
        if (user == null) {
            return refused("The token's subject is not a user id");
        }
        EndedSession session = ended.get(user);
        if (session == null) {
            return OAuth2TokenValidatorResult.success();
        }
        // A token without the claim belongs to a session before the first sign-out everywhere.
        return !session.refuses(token.getClaim(GENERATION) instanceof Number number ? number.longValue() : 0)
                ? OAuth2TokenValidatorResult.success()
                : refused("The session has ended");
    }

    private static @Nullable UUID userOf(Jwt token) {
        try {
            return UUID.fromString(String.valueOf(token.getSubject()));
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    private static OAuth2TokenValidatorResult refused(String reason) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, reason, null));
    }
}
