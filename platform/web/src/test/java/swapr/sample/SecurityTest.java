package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Tokens;

@IntegrationTest(databaseBehindProxy = true)
class SecurityTest {

    private static final UUID ADA = UUID.fromString("00000000-0000-7000-8000-000000000001");

    @Autowired
    RestTestClient http;

    @Autowired
    Tokens tokens;

    @LocalManagementPort
    int managementPort;

    private RestTestClient management;

    @BeforeEach
    void managementPort() {
        management = RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + managementPort)
                .build();
    }

    @Test
    void aPublicPathNeedsNoToken() {
        http.get()
                .uri("/public/sneakers/" + ADA)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.seen_by")
                .isEqualTo("anonymous");
        http.head().uri("/public/sneakers/" + ADA).exchange().expectStatus().isOk();
    }

    @Test
    void aPublicPathSeesTheUserOfAToken() {
        http.get()
                .uri("/public/sneakers/" + ADA)
                .header(HttpHeaders.AUTHORIZATION, tokens.bearer(ADA, "Ada"))
                .exchange()
                .expectBody()
                .jsonPath("$.seen_by")
                .isEqualTo("Ada");
    }

    @Test
    void allOtherPathsNeedATokenAndTheUserIsThatOfTheToken() {
        refused(http.get().uri("/me").exchange());
        refused(http.get().uri("/nowhere").exchange());
        refused(http.get().uri("/public/me").exchange());
        http.get()
                .uri("/me")
                .header(HttpHeaders.AUTHORIZATION, tokens.bearer(ADA, "Ada"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(ADA.toString())
                .jsonPath("$.name")
                .isEqualTo("Ada")
                .jsonPath("$.context.actor")
                .isEqualTo("user:" + ADA)
                .jsonPath("$.log.actor")
                .isEqualTo("user:" + ADA);
    }

    @Test
    void anUnknownPathIs404WithAToken() {
        http.get()
                .uri("/nowhere")
                .header(HttpHeaders.AUTHORIZATION, tokens.bearer(ADA, "Ada"))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void onlyValidTokensAreAccepted() {
        refusedWith("Bearer nonsense");
        refusedWith("Bearer a.b.c");
        refusedWith("Basic YWRhOmFkYQ==");
        refusedWith(token((user, name) -> tokens.expired(user, name)));
        refusedWith(token((user, name) -> tokens.forged(user, name)));
        refusedWith(token((user, name) -> tokens.unsigned(user, name)));
        refusedWith(token((user, name) -> tokens.wrongAudience(user, name)));
        refusedWith(token((user, name) -> tokens.wrongIssuer(user, name)));
        refusedWith(tokens.withClaims(ADA, "Ada", Map.of("sub", "not a user id")));
    }

    @Test
    void healthAndMetricsAreOpenOnTheManagementPort() {
        management.get().uri("/actuator/health").exchange().expectStatus().isOk();
        management
                .get()
                .uri("/actuator/health/liveness")
                .exchange()
                .expectStatus()
                .isOk();
        management
                .get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk();
        management.get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
    }

    /** Both were answered with 500, because Tomcat or Spring threw an exception when it read them. */
    @Test
    void anUnreadableHeadIs400OnTheManagementPortToo() {
        management
                .get()
                .uri(URI.create("http://127.0.0.1:" + managementPort + "/actuator/health?q=%ff"))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        management
                .get()
                .uri("/actuator/health")
                .header(HttpHeaders.CONTENT_TYPE, "application/*")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void allOtherManagementEndpointsNeedTheOperatorRole() {
        for (String path : new String[] {"/actuator", "/actuator/info", "/actuator/unheard-of"}) {
            refused(management.get().uri(path).exchange());
        }
        management
                .get()
                .uri("/actuator/info")
                .header(HttpHeaders.AUTHORIZATION, tokens.bearer(ADA, "Ada"))
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectHeader()
                .exists("Correlation-Id")
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        for (String role : new String[] {"OPERATOR", "operator"}) {
            management
                    .get()
                    .uri("/actuator/info")
                    .header(HttpHeaders.AUTHORIZATION, tokens.bearer(ADA, "Olga", role))
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void theServicesOwnPortShowsNoManagementEndpoints() {
        http.get()
                .uri("/actuator/health")
                .header(HttpHeaders.AUTHORIZATION, tokens.bearer(ADA, "Olga", "OPERATOR"))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private String token(BiFunction<UUID, String, String> kind) {
        return kind.apply(ADA, "Ada");
    }

    private void refusedWith(String authorization) {
        refused(http.get()
                .uri("/me")
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .exchange());
    }

    private static void refused(RestTestClient.ResponseSpec response) {
        response.expectStatus()
                .isUnauthorized()
                .expectHeader()
                .exists("Correlation-Id")
                .expectHeader()
                .value(
                        HttpHeaders.WWW_AUTHENTICATE,
                        challenge -> assertThat(challenge).startsWith("Bearer"))
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
