package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
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
    private static final Duration SLOW = Duration.ofMinutes(2);

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
    void theLinkOpensTheControlRoomAndEachProcessIsHealthy() {
        String enter = "curl -s -c target/room -o /dev/null -w '%{http_code}' "
                + "\"$(docker compose exec -T room cat /tmp/link)\"";
        assertThat(Swapr.shell(OWN + "mkdir -p target; " + enter).expecting(0).output())
                .isEqualTo("303");

        String state = Swapr.shell("curl -sN --max-time 60 -b target/room http://127.0.0.1:8098/room/api/live"
                        + " | grep -m 1 -E '^data:.*(\"health\":\"HEALTHY\".*){10}\"service\":\"analytics-service\"'")
                .expecting(0)
                .output();

        assertThat(state).doesNotContain("AWAY", "SILENT").contains("\"reading\":true");
    }

    /** The containers of the bank and of the room stay as they are. Only the room's own process ends. */
    @Test
    void theRoomCausesAFaultOfTheBankAndItsNextStartEndsIt() {
        enter();
        await().atMost(SLOW).until(() -> faults("").contains("\"name\":\"bank\",\"state\":\"none\""));

        String answer = faults("-d '{\"do\":\"begin\",\"fault\":\"bank\",\"target\":\"down\"}'");
        assertThat(answer).contains("\"name\":\"bank\",\"state\":\"down\",\"until\":\"2");

        Swapr.shell(OWN + "docker compose kill room && docker compose start room")
                .expecting(0);
        await().atMost(SLOW).ignoreExceptions().until(() -> {
            enter();
            return faults("").contains("\"end\":\"its process died\"");
        });
        assertThat(faults("")).contains("\"name\":\"bank\",\"state\":\"none\"");
    }

    private static void enter() {
        String enter = "curl -s -c target/room -o /dev/null \"$(docker compose exec -T room cat /tmp/link)\"";
        Swapr.shell(OWN + "mkdir -p target; " + enter).expecting(0);
    }

    private static String faults(String request) {
        return Swapr.shell("curl -s -b target/room -H 'Content-Type: application/json' -H 'X-Swapr: room' " + request
                        + " http://127.0.0.1:8098/room/api/faults")
                .expecting(0)
                .output();
    }

    @Test
    void theControlRoomServesNoOtherHostName() {
        assertThat(Swapr.shell("curl -s -H 'Host: evil.example:8098' http://127.0.0.1:8098/room/")
                        .output())
                .contains("\"status\":421");
    }

    @Test
    void theObservabilityProfileHasGrafana() {
        assertThat(Swapr.shell("docker compose --profile observability config --services")
                        .expecting(0)
                        .output())
                .contains("grafana");
    }
}
