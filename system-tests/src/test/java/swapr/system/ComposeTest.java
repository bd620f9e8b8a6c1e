package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The README's commands for Docker. It needs a Docker engine: {@code ./mvnw verify -Pdocker}. A separate project name
 * keeps its volumes apart from the user's own marketplace. The published ports are those of the compose file.
 */
@EnabledIfSystemProperty(named = "swapr.test.infrastructure", matches = "docker")
class ComposeTest {

    private static final String OWN = "export COMPOSE_PROJECT_NAME=swapr-test; ";

    @BeforeAll
    static void up() throws IOException {
        assertThat(ReadmeTest.blocksUnder("With Docker").getFirst()).startsWith("docker compose up ");
        Swapr.shell(OWN + "docker compose up --build --detach --wait").expecting(0);
    }

    @AfterAll
    static void down() {
        Swapr.shell(OWN + "docker compose --profile '*' down --volumes").expecting(0);
    }

    @Test
    void theFirstFlowByHandEndsWithASale() throws IOException {
        String output = Swapr.shell(String.join("", ReadmeTest.blocksUnder("The first flow, by hand")))
                .expecting(0)
                .output();

        assertThat(output).contains("\"status\":\"CONFIRMED\"", "\"status\":\"SOLD\"");
        assertThat(Swapr.shell("curl -s 'http://127.0.0.1:8087/api/v1/search?query=to:ben@example.org'")
                        .expecting(0)
                        .output())
                .contains("Air Jordan 1 Chicago");
    }

    @Test
    void theLogOfSecretsHasThePasswords() {
        assertThat(Swapr.shell(OWN + "docker compose logs secrets").expecting(0).output())
                .contains("ada", "bob", "olga");
    }

    @Test
    void theObservabilityProfileHasGrafana() {
        assertThat(Swapr.shell("docker compose --profile observability config --services")
                        .expecting(0)
                        .output())
                .contains("grafana");
    }
}
