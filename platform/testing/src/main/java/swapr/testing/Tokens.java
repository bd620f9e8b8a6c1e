package swapr.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replaces user-service in the tests of other services. It signs tokens (RS256) and publishes its keys on a loopback
 * address. {@link IntegrationTest} sets it as {@code spring.security.oauth2.resourceserver.jwt.jwk-set-uri}. Methods
 * that create a token return the value of an {@code Authorization} header.
 */
public final class Tokens implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static @Nullable Tokens shared;

    /** The published keys, newest first. */
    private final List<Key> keys = new CopyOnWriteArrayList<>(List.of(new Key("test", newKeys())));

    private final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server;

    private record Key(String id, KeyPair pair) {}

    public Tokens() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/jwks.json", exchange -> {
            fetches.incrementAndGet();
            byte[] body = JSON.writeValueAsBytes(
                    Map.of("keys", keys.stream().map(Tokens::published).toList()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Returns the shared instance of this JVM. It is never closed. */
    public static synchronized Tokens shared() {
        if (shared == null) {
            shared = new Tokens();
        }
        return shared;
    }

    public String jwksUri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json";
    }

    /** Returns how often the keys were fetched. */
    public int fetches() {
        return fetches.get();
    }

    /** Returns the newest key, private part included, as a JSON Web Key. */
    public String signingKey() {
        Key key = keys.getFirst();
        Map<String, String> both = new LinkedHashMap<>(published(key));
        both.put("d", encoded(((RSAPrivateKey) key.pair().getPrivate()).getPrivateExponent()));
        return JSON.writeValueAsString(both);
    }

    /** Publishes a new key beside the others and signs with it from now on. */
    public void rotate() {
        keys.addFirst(new Key(UUID.randomUUID().toString(), newKeys()));
    }

    /** Publishes only the newest key. */
    public void withdrawOldKeys() {
        keys.retainAll(List.of(keys.getFirst()));
    }

    /** A valid token that expires after 15 minutes. */
    public String bearer(UUID user, String name, String... roles) {
        return signed(claims(user, name, Duration.ofMinutes(15), roles), keys.getFirst());
    }

    /** A token that expired two hours ago: more than any tolerance for clock differences. */
    public String expired(UUID user, String name, String... roles) {
        return signed(claims(user, name, Duration.ofHours(-2), roles), keys.getFirst());
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
        return signed(
                claims(user, name, Duration.ofMinutes(15), roles),
                new Key(keys.getFirst().id(), Foreign.KEYS));
    }

    /** A token signed with an unpublished key, with a new key id each time. */
    public String unknownKey(UUID user, String name, String... roles) {
        return signed(
                claims(user, name, Duration.ofMinutes(15), roles),
                new Key(UUID.randomUUID().toString(), Foreign.KEYS));
    }

    /** A token with {@code alg: none} (RFC 8725, 3.1). */
    public String unsigned(UUID user, String name, String... roles) {
        return "Bearer "
                + content(Map.of("alg", "none", "typ", "JWT"), claims(user, name, Duration.ofMinutes(15), roles)) + ".";
    }

    /** A token with an HMAC that has the public key as its secret (RFC 8725, 2.1). */
    public String publicKeyAsSecret(UUID user, String name, String... roles) {
        Key key = keys.getFirst();
        String content = content(
                Map.of("alg", "HS256", "typ", "JWT", "kid", key.id()),
                claims(user, name, Duration.ofMinutes(15), roles));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.pair().getPublic().getEncoded(), "HmacSHA256"));
            byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
            return "Bearer " + content + "." + encoded(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
        Map<String, Object> claims = claims(user, name, Duration.ofMinutes(15), roles);
        claims.putAll(replaced);
        return signed(claims, keys.getFirst());
    }

    @Override
    public void close() {
        server.stop(0);
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

    private static String signed(Map<String, Object> claims, Key key) {
        String content = content(Map.of("alg", "RS256", "typ", "JWT", "kid", key.id()), claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.pair().getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return "Bearer " + content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String content(Map<String, Object> header, Map<String, Object> claims) {
        return encoded(JSON.writeValueAsBytes(header)) + "." + encoded(JSON.writeValueAsBytes(claims));
    }

    private static Map<String, String> published(Key key) {
        RSAPublicKey numbers = (RSAPublicKey) key.pair().getPublic();
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                key.id(),
                "n",
                encoded(numbers.getModulus()),
                "e",
                encoded(numbers.getPublicExponent()));
    }

    /** Base64urlUInt (RFC 7518, section 2): the bytes of a positive number without the sign byte. */
    private static String encoded(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return encoded(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key pair that is never published. It is created at its first use, because that takes up to a second. */
    private static final class Foreign {
        static final KeyPair KEYS = newKeys();
    }
}
