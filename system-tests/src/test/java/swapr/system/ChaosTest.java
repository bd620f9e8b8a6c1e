package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The short set of crashes, with {@code ./mvnw verify -Pchaos}; and how the command takes what makes no sense. */
@ExtendWith(RunningMarketplace.class)
class ChaosTest {

    @Test
    @EnabledIfSystemProperty(named = "swapr.test.chaos", matches = "true")
    void theMarketplaceSurvivesTheShortSet() {
        var seed = Long.toString(new Random().nextInt(10_000));

        var run = Swapr.run(
                RunningMarketplace.IMPATIENT,
                "chaos",
                "--short",
                "--patient",
                "--seed",
                seed,
                "--rate",
                "15",
                "--duration",
                "8");

        System.out.println(run.output()); // the evidence of this build, with its seed
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("Seed " + seed, "all borne.", "all of them hold.");
    }

    @Test
    void whatMakesNoSenseIsSaidInOneLine() {
        assertThat(Swapr.run("chaos").expecting(1).output())
                .isEqualTo(
                        "swapr: say --scenario NAME, --short, --all, --planted or --check; --list names the scenarios\n");
        assertThat(Swapr.run("chaos", "--scenario", "earthquake").expecting(1).output())
                .isEqualTo("swapr: there is no scenario earthquake: --list names them\n");
        assertThat(Swapr.run("chaos", "--short", "--rate", "0").expecting(1).output())
                .startsWith("swapr: --rate is above 0");
    }
}
