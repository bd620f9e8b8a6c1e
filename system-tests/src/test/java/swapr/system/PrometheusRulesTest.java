package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the alert rules with {@code promtool}. Skipped if promtool is missing. */
class PrometheusRulesTest {

    private static final Path RULES = Path.of("").toAbsolutePath().resolveSibling("ops/prometheus");

    @TempDir
    Path copy;

    @BeforeEach
    void needsPromtool() {
        var reason = "Skipped: promtool is not on the PATH, so the alert rules in ops/prometheus are not tested here";
        if (promtool().isEmpty()) {
            System.out.println(reason);
        }
        assumeTrue(promtool().isPresent(), reason);
    }

    @Test
    void theScrapeConfigurationIsValid() throws Exception {
        assertThat(promtool("check", "config", RULES.resolve("prometheus.yml").toString()))
                .isZero();
    }

    @Test
    void eachAlertFiresOnlyWhenItMust() throws Exception {
        assertThat(promtool("test", "rules", RULES.resolve("alerts.test.yml").toString()))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            > 1000                   | > 1001
            standby_seconds) > 10    | standby_seconds) > 9
            min by (job, outbox)     | max by (job, outbox)
            unsent) > 0              | unsent) > 3
            abs(swapr_topic          | (swapr_topic
            > 30                     | > 35
            == 1                     | == 0
            > 180                    | > 200
            > 0.1                    | > 0.02
            up == 0                  | up == 1
            for: 1m                  | for: 70s
            swapr_dead_letters_open  | swapr_dead_letters_parked
            """)
    void aSlightlyWrongRuleFailsTheTests(String correct, String wrong) throws Exception {
        var rules = Files.readString(RULES.resolve("alerts.yml"));
        assertThat(rules).contains(correct);
        Files.writeString(copy.resolve("alerts.yml"), rules.replace(correct, wrong));
        Files.copy(RULES.resolve("alerts.test.yml"), copy.resolve("alerts.test.yml"));

        assertThat(promtool("test", "rules", copy.resolve("alerts.test.yml").toString()))
                .isNotZero();
    }

    private static int promtool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(promtool().orElseThrow().toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var result = process.waitFor();
        System.out.println(String.join(" ", command) + "\n" + output);
        return result;
    }

    private static Optional<Path> promtool() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
