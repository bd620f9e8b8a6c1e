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
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays user-service for the others' tests: signs tokens (ES256) and publishes its key on a loopback address, which
 * {@link IntegrationTest} sets as {@code spring.security.oauth2.resourceserver.jwt.jwk-set-uri}. Each method returns the
 * value of an {@code Authorization} header.
 */
public final class Tokens implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static @Nullable Tokens shared;

    private final KeyPair keys = newKeys();
    private final HttpServer server;

    public Tokens() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] body = JSON.writeValueAsBytes(Map.of("keys", List.of(publicKey())));
        server.createContext("/.well-known/jwks.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** The one of this JVM; never closed. */
    public static synchronized Tokens shared() {
        if (shared == null) {
            shared = new Tokens();
        }
        return shared;
    }

    public String jwksUri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json";
    }

    /** A good token, valid for 15 minutes. */
    public String bearer(UUID user, String name, String... roles) {
        return signed(claims(user, name, Duration.ofMinutes(15), roles), keys);
    }

    /** Issued by us, but two hours ago: well past any allowance for clocks. */
    public String expired(UUID user, String name, String... roles) {
        return signed(claims(user, name, Duration.ofHours(-2), roles), keys);
    }

    /** Says it is signed with our key, but was signed with another. */
    public String forged(UUID user, String name, String... roles) {
        return signed(claims(user, name, Duration.ofMinutes(15), roles), newKeys());
    }

    /** Declares itself unsigned, the oldest trick. */
    public String unsigned(UUID user, String name, String... roles) {
        String claims = encoded(JSON.writeValueAsBytes(claims(user, name, Duration.ofMinutes(15), roles)));
        return "Bearer " + encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "." + claims
                + ".";
    }

    /** Good, but meant for somebody else. */
    public String wrongAudience(UUID user, String name, String... roles) {
        return withClaims(user, name, Map.of("aud", "elsewhere"), roles);
    }

    /** Good, but issued by somebody else. */
    public String wrongIssuer(UUID user, String name, String... roles) {
        return withClaims(user, name, Map.of("iss", "elsewhere"), roles);
    }

    /** A properly signed token with some claims replaced. */
    public String withClaims(UUID user, String name, Map<String, Object> replaced, String... roles) {
        Map<String, Object> claims = claims(user, name, Duration.ofMinutes(15), roles);
        claims.putAll(replaced);
        return signed(claims, keys);
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

    private static String signed(Map<String, Object> claims, KeyPair keys) {
        byte[] header = JSON.writeValueAsBytes(Map.of("alg", "ES256", "typ", "JWT", "kid", "test"));
        String content = encoded(header) + "." + encoded(JSON.writeValueAsBytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return "Bearer " + content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> publicKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return Map.of(
                "kty",
                "EC",
                "crv",
                "P-256",
                "use",
                "sig",
                "alg",
                "ES256",
                "kid",
                "test",
                "x",
                encoded(coordinate(key.getW().getAffineX())),
                "y",
                encoded(coordinate(key.getW().getAffineY())));
    }

    /** Exactly 32 bytes (RFC 7518, 6.2.1.2): without the sign byte, with leading zeros. */
    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
