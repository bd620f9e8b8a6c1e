package swapr.sample;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.local.TcpProxy;
import swapr.testing.IntegrationTest;
import swapr.testing.Tokens;

@IntegrationTest(properties = "swapr.web.keys.retry=100ms")
class SigningKeysTest {

    private static final Tokens TOKENS = new Tokens();
    private static final TcpProxy USER_SERVICE =
            TcpProxy.to(URI.create(TOKENS.jwksUri()).getPort());

    @Autowired
    RestTestClient http;

    @DynamicPropertySource
    static void theKeysComeThroughAProxy(DynamicPropertyRegistry properties) {
        USER_SERVICE.cut();
        properties.add(
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
                () -> "http://127.0.0.1:" + USER_SERVICE.port() + "/.well-known/jwks.json");
    }

    @AfterAll
    static void close() {
        USER_SERVICE.close();
        TOKENS.close();
    }

    @Test
    void aServiceStartsWithoutKeysAndUsesFetchedKeysWhileUserServiceIsDown() {
        call(TOKENS.bearer(UUID.randomUUID(), "Ada"))
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals(HttpHeaders.RETRY_AFTER, "5");

        USER_SERVICE.restore();
        await().untilAsserted(() ->
                call(TOKENS.bearer(UUID.randomUUID(), "Ada")).expectStatus().isOk());

        USER_SERVICE.cut();
        call(TOKENS.unknownKey(UUID.randomUUID(), "Ada")).expectStatus().isUnauthorized();
        call(TOKENS.bearer(UUID.randomUUID(), "Ada")).expectStatus().isOk();
    }

    private RestTestClient.ResponseSpec call(String bearer) {
        return http.get().uri("/me").header(HttpHeaders.AUTHORIZATION, bearer).exchange();
    }
}
