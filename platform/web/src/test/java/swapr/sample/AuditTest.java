package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Tokens;

@IntegrationTest(databaseBehindProxy = true)
@ExtendWith(OutputCaptureExtension.class)
class AuditTest {

    @Autowired
    RestTestClient http;

    @Autowired
    Tokens tokens;

    @LocalManagementPort
    int managementPort;

    private final UUID ada = UUID.randomUUID();
    private RestTestClient management;

    @BeforeEach
    void managementPort() {
        management = RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + managementPort)
                .build();
    }

    @Test
    void eachRefusedCallIsOneLineWithoutTheToken(CapturedOutput output) {
        String token = tokens.expired(ada, "Ada");

        http.get()
                .uri("/me?secret=1")
                .header(HttpHeaders.AUTHORIZATION, token)
                .header("Correlation-Id", "audit-1")
                .exchange();
        management
                .get()
                .uri("/actuator/info")
                .header(HttpHeaders.AUTHORIZATION, tokens.bearer(ada, "Ada"))
                .header("Correlation-Id", "audit-2")
                .exchange();
        management
                .post()
                .uri("/actuator/deadletters/17/redrive")
                .header(HttpHeaders.AUTHORIZATION, tokens.bearer(ada, "Olga", "operator"))
                .header("Correlation-Id", "audit-3")
                .exchange();

        await().untilAsserted(() -> assertThat(output.getOut())
                .contains(
                        "event=refused status=401 method=GET path=/me subject=anonymous correlation_id=audit-1",
                        "event=refused status=403 method=GET path=/actuator/info subject=user:" + ada
                                + " correlation_id=audit-2",
                        "method=POST path=/actuator/deadletters/17/redrive subject=user:" + ada
                                + " correlation_id=audit-3")
                .doesNotContain("secret=1")
                .doesNotContain(token.substring("Bearer ".length())));
    }
}
