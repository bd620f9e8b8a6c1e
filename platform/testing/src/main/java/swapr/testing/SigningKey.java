package swapr.testing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key of RSA that signs tokens. A token is returned as the value of an {@code Authorization} header.
 *
 * @param id the key id, {@code kid}
 */
record SigningKey(String id, KeyPair pair) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Generates a key. This takes up to a second. */
    SigningKey(String id) {
        this(id, newKeys());
    }

    /** A key with this id, which is never published. */
    static SigningKey unpublished(String id) {
        return new SigningKey(id, Foreign.KEYS);
    }

    /** The public part as a JSON Web Key. */
    Map<String, String> published() {
        RSAPublicKey numbers = (RSAPublicKey) pair.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                id,
                "n",
                encoded(numbers.getModulus()),
                "e",
                encoded(numbers.getPublicExponent()));
    }

    /** The key as a JSON Web Key, private part included. */
    String json() {
        Map<String, String> both = new LinkedHashMap<>(published());
        both.put("d", encoded(((RSAPrivateKey) pair.getPrivate()).getPrivateExponent()));
        return JSON.writeValueAsString(both);
    }

    /** A token with {@code alg: RS256}. */
    String sign(Map<String, Object> claims) {
        String content = content("RS256", claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return "Bearer " + content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with {@code alg: HS256}. Its secret is the public key. */
    String signAsSecret(Map<String, Object> claims) {
        String content = content("HS256", claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pair.getPublic().getEncoded(), "HmacSHA256"));
            return "Bearer " + content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with {@code alg: none}. */
    static String unsigned(Map<String, Object> claims) {
        return "Bearer " + content(Map.of("alg", "none", "typ", "JWT"), claims) + ".";
    }

    private String content(String algorithm, Map<String, Object> claims) {
        return content(Map.of("alg", algorithm, "typ", "JWT", "kid", id), claims);
    }

    private static String content(Map<String, Object> header, Map<String, Object> claims) {
        return encoded(JSON.writeValueAsBytes(header)) + "." + encoded(JSON.writeValueAsBytes(claims));
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
