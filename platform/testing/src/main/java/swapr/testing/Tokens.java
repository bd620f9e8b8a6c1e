package swapr.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Replaces user-service in the tests of other services. It signs tokens (RS256) and publishes its keys on a loopback
 * address. {@link IntegrationTest} sets it as {@code spring.security.oauth2.resourceserver.jwt.jwk-set-uri}. Methods
 * that create a token return the value of an {@code Authorization} header.
 */
public final class Tokens implements AutoCloseable {

    private static final Duration VALID = Duration.ofMinutes(15);
    private static @Nullable Tokens shared;

    /** The published keys, newest first. */
    private final List<SigningKey> keys = new CopyOnWriteArrayList<>(List.of(new SigningKey("test")));

    private final JwksServer server;

    public Tokens() {
        server = new JwksServer(() -> keys.stream().map(SigningKey::published).toList());
    }

    /** Returns the shared instance of this JVM. It is never closed. */
    public static synchronized Tokens shared() {
        if (shared == null) {
            shared = new Tokens();
        }
        return shared;
    }

    public String jwksUri() {
        return server.uri();
    }

    /** Returns how often the keys were fetched. */
    public int fetches() {
        return server.fetches();
    }

    /** Returns the newest key, private part included, as a JSON Web Key. */
    public String signingKey() {
        return keys.getFirst().json();
    }

    /** Publishes a new key beside the others and signs with it from now on. */
    public void rotate() {
        keys.addFirst(new SigningKey(UUID.randomUUID().toString()));
    }

    /** Publishes only the newest key. */
    public void withdrawOldKeys() {
        keys.retainAll(List.of(keys.getFirst()));
    }

    /** A valid token that expires after 15 minutes. */
    public String bearer(UUID user, String name, String... roles) {
        return keys.getFirst().sign(claims(user, name, VALID, roles));
    }

    /** A token that expired two hours ago: more than any tolerance for clock differences. */
    public String expired(UUID user, String name, String... roles) {
        return keys.getFirst().sign(claims(user, name, Duration.ofHours(-2), roles));
    }

    /** A token that is not valid before one hour from now. */
    public String notYetValid(UUID user, String name, String... roles) {
        return withClaims(
                user,
                name,
                Map.of("nbf", Instant.now().plus(Duration.ofHours(1)).getEpochSecond()),
                roles);
    }

    /** A token with the id of the published key, but signed with another key. */
    public String forged(UUID user, String name, String... roles) {
        return SigningKey.unpublished(keys.getFirst().id()).sign(claims(user, name, VALID, roles));
    }

    /** A token signed with an unpublished key, with a new key id each time. */
    public String unknownKey(UUID user, String name, String... roles) {
        return SigningKey.unpublished(UUID.randomUUID().toString()).sign(claims(user, name, VALID, roles));
    }

    /** A token with {@code alg: none} (RFC 8725, 3.1). */
    public String unsigned(UUID user, String name, String... roles) {
        return SigningKey.unsigned(claims(user, name, VALID, roles));
    }

    /** A token with an HMAC that has the public key as its secret (RFC 8725, 2.1). */
    public String publicKeyAsSecret(UUID user, String name, String... roles) {
        return keys.getFirst().signAsSecret(claims(user, name, VALID, roles));
    }

    /** A valid token of a session that began after this number of sign-outs everywhere. */
    public String ofGeneration(long generation, UUID user, String name, String... roles) {
        return withClaims(user, name, Map.of("session_generation", generation), roles);
    }

    /** A valid token for another audience. */
    public String wrongAudience(UUID user, String name, String... roles) {
        return withClaims(user, name, Map.of("aud", "elsewhere"), roles);
    }

    /** A valid token of another issuer. */
    public String wrongIssuer(UUID user, String name, String... roles) {
        return withClaims(user, name, Map.of("iss", "elsewhere"), roles);
    }

    /** A correctly signed token with some claims replaced. */
    public String withClaims(UUID user, String name, Map<String, Object> replaced, String... roles) {
        Map<String, Object> claims = claims(user, name, VALID, roles);
        claims.putAll(replaced);
        return keys.getFirst().sign(claims);
    }

    @Override
    public void close() {
        server.close();
    }

    private static Map<String, Object> claims(UUID user, String name, Duration validFor, String... roles) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "swapr");
        claims.put("aud", "swapr");
        claims.put("sub", user.toString());
        claims.put("name", name);
        claims.put("roles", List.of(roles));
        claims.put("iat", Math.min(now, now + validFor.toSeconds() - 900));
        claims.put("exp", now + validFor.toSeconds());
        return claims;
    }
}
