package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The incidents of lab 14. */
class IncidentsTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "14, 9, there is no incident 9. Choose one from 1 to 8",
        "14, -1, there is no incident -1. Choose one from 1 to 8",
        "3, 2, lab 3 has no incidents. Run ./swapr lab start 14 --incident 2"
    })
    void aWrongNumberOpensNoLab(int lab, int incident, String message) {
        var labs = new Labs(Path.of("..").toAbsolutePath().normalize(), home, quiet());

        assertThatThrownBy(() -> labs.start(lab, false, 8080, incident)).hasMessage(message);
        assertThat(labs.state().open()).isEmpty();
        assertThat(labs.incidents().incidents().chosen()).isEmpty();
    }

    @Test
    void eachIncidentIsFoundByItsNumber() {
        var incidents = Incidents.in(home);
        for (var incident : Incident.values()) {
            incidents.choose(incident.number());
            assertThat(incidents.chosen()).contains(incident);
        }
    }

    @Test
    void theTrainerHasAListOfAllIncidents() throws Exception {
        var rows = Files.readAllLines(Path.of("TRAINER.md"));

        assertThat(rows)
                .containsSubsequence(Arrays.stream(Incident.values())
                        .map(each -> "  | %d | %s | %s | %s |"
                                .formatted(each.number(), each.process, each.cause.word, each.alert))
                        .toList());
    }

    private static PrintStream quiet() {
        return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    }
}
