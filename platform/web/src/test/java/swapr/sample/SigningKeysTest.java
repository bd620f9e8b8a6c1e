package swapr.sample;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.TcpProxy;
import swapr.testing.Tokens;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none", "management.server.port=0"})
@AutoConfigureRestTestClient
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
    void aServiceStartsWithoutTheKeysAndOnceItHasThemGoesOnWithoutTheirOwner() {
        call().expectStatus().isEqualTo(503).expectHeader().valueEquals(HttpHeaders.RETRY_AFTER, "5");

        USER_SERVICE.restore();
        call().expectStatus().isOk();

        USER_SERVICE.cut();
        call().expectStatus().isOk();
    }

    private RestTestClient.ResponseSpec call() {
        return http.get()
                .uri("/me")
                .header(HttpHeaders.AUTHORIZATION, TOKENS.bearer(UUID.randomUUID(), "Ada"))
                .exchange();
    }
}
