package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Tokens;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class SessionsTest {

    private final RestTestClient http;
    private final JwtEncoder encoder;
    private final Tokens foreignTokens;

    @Autowired
    SessionsTest(RestTestClient http, JwtEncoder encoder, Tokens foreignTokens) {
        this.http = http;
        this.encoder = encoder;
        this.foreignTokens = foreignTokens;
    }

    @Test
    void aTokenNamesTheUserAndIsVerifiedWithThePublishedKeys() throws Exception {
        Person ada = Person.registered(http, "Ada");

        var token = SignedJWT.parse(ada.bearer().substring("Bearer ".length()));

        var claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(claims.getIssuer()).isEqualTo("swapr");
        assertThat(claims.getAudience()).containsExactly("swapr");
        assertThat(claims.getSubject()).isEqualTo(ada.id());
        assertThat(claims.getStringClaim("name")).isEqualTo("Ada");
        assertThat(claims.getStringListClaim("roles")).isEmpty();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(15));
        String published = http.get()
                .uri("/.well-known/jwks.json")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(published).isNotNull().doesNotContain("\"d\"");
        var key = JWKSet.parse(published).getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new com.nimbusds.jose.crypto.RSASSAVerifier((RSAKey) key)))
                .isTrue();
    }

    @Test
    void aSignInAcceptsTheAddressInAnyCaseAndIsNeverCached() {
        Person ada = Person.registered(http, "Ada");

        http.post()
                .uri("/sessions")
                .body(Map.of("email", " " + ada.email().replace("person", "PERSON"), "password", ada.password()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.expires_in")
                .isEqualTo(900);
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
        Person ada = Person.registered(http, "Ada");

        JsonNode wrongPassword = refused(ada.email(), ada.password() + "!");
        JsonNode unknownAddress = refused(Person.newEmail(), ada.password());

        assertThat(wrongPassword).isEqualTo(unknownAddress);
    }

    @Test
    void anUnknownAddressNeedsTheSameHashWork() {
        var cost = new Argon2PasswordEncoder(16, 32, 1, Passwords.KIBIBYTES, Passwords.PASSES);

        assertThat(cost.upgradeEncoding(Passwords.DUMMY_HASH)).isFalse();
        assertThat(Passwords.DUMMY_HASH)
                .startsWith("$argon2id$v=19$m=%d,t=%d,p=1$".formatted(Passwords.KIBIBYTES, Passwords.PASSES));
    }

    @Test
    void onlyOwnTokensThatHaveNotExpiredAreAccepted() {
        Person ada = Person.registered(http, "Ada");
        UUID id = UUID.fromString(ada.id());
        String[] parts = ada.bearer().split("\\.", -1);

        accepted(ownToken(id, claims -> {}));
        Stream.of(
                        ownToken(
                                id,
                                claims -> claims.issuedAt(Instant.now().minusSeconds(7200))
                                        .expiresAt(Instant.now().minusSeconds(6300))),
                        ownToken(id, claims -> claims.issuer("elsewhere")),
                        ownToken(id, claims -> claims.audience(List.of("elsewhere"))),
                        ownToken(id, claims -> claims.subject("not-an-id")),
                        foreignTokens.bearer(id, "Ada"),
                        foreignTokens.forged(id, "Ada"),
                        foreignTokens.unsigned(id, "Ada"),
                        parts[0] + "." + parts[1] + ".",
                        parts[0] + "." + parts[1] + "."
                                + parts[2].replaceFirst("^.", parts[2].startsWith("A") ? "B" : "A"),
                        "Bearer nonsense",
                        "Bearer ",
                        "Basic YWRhOmFkYQ==",
                        "")
                .forEach(this::refused);
    }

    private void accepted(String authorization) {
        http.get()
                .uri("/users/me")
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .exchange()
                .expectStatus()
                .isOk();
    }

    private void refused(String authorization) {
        var answer = http.get()
                .uri("/users/me")
                .headers(headers -> {
                    if (!authorization.isEmpty()) {
                        headers.set(HttpHeaders.AUTHORIZATION, authorization);
                    }
                })
                .exchange();
        assertThat(answer.returnResult(String.class).getStatus().value())
                .as("status for " + authorization)
                .isEqualTo(401);
        answer.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private JsonNode refused(String email, String password) {
        return Person.body(http.post()
                .uri("/sessions")
                .body(Map.of("email", email, "password", password))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private String ownToken(UUID id, Consumer<JwtClaimsSet.Builder> changes) {
        var claims = JwtClaimsSet.builder()
                .issuer("swapr")
                .audience(List.of("swapr"))
                .subject(id.toString())
                .claim("name", "Ada")
                .claim("roles", List.of())
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(900));
        changes.accept(claims);
        var header = JwsHeader.with(SignatureAlgorithm.RS256).build();
        return "Bearer "
                + encoder.encode(JwtEncoderParameters.from(header, claims.build()))
                        .getTokenValue();
    }
}
