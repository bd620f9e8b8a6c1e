package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code ./swapr load}: its short form measures every figure of the table. An error is one line. */
@ExtendWith(RunningMarketplace.class)
class LoadTest {

    private static final int ORDERS = 200;

    @Test
    void theShortFormMeasuresEveryFigure(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("figures.json");

        String output = Swapr.run("load", "--short", "--json", file.toString())
                .expecting(0)
                .output();

        System.out.println(output); // the build log keeps the figures
        assertThat(output).contains("200 orders, all confirmed").doesNotContain("not available");
        JsonNode figures = Http.JSON.readTree(Files.readString(file));
        assertThat(figures.path("orders").asInt()).isEqualTo(ORDERS);
        for (var rate : new String[] {"finished", "confirmed", "accepted"}) {
            assertThat(number(figures, rate + "_per_second") * number(figures, rate + "_after_s"))
                    .as(rate)
                    .isCloseTo(ORDERS, within(1e-6));
        }
        assertThat(number(figures, "finished_after_s")).isGreaterThanOrEqualTo(number(figures, "confirmed_after_s"));
        for (var latency : new String[] {"answer_ms", "confirmed_ms"}) {
            JsonNode percentiles = figures.path(latency);
            assertThat(new double[] {
                        number(percentiles, "p50"),
                        number(percentiles, "p90"),
                        number(percentiles, "p99"),
                        number(percentiles, "max")
                    })
                    .as(latency)
                    .isSorted();
            assertThat(number(percentiles, "p50")).isPositive();
        }
        if (ProcessorTimes.known()) {
            sumsOfProcessorTimes(figures);
        }
        for (var work : new String[] {
            "write_commits_per_order", "records_per_order", "records_per_relay_round", "events_per_consumer_batch"
        }) {
            assertThat(number(figures, work)).as(work).isGreaterThanOrEqualTo(1);
        }
        assertThat(number(figures, "statements_per_order")).isGreaterThan(number(figures, "write_commits_per_order"));
        assertThat(number(figures, "emails_per_order")).isEqualTo(2);
        assertThat(number(figures, "orders_per_commit"))
                .isCloseTo(
                        number(figures, "finished_per_second") / number(figures, "commits_per_second"), within(1e-6));
    }

    private static void sumsOfProcessorTimes(JsonNode figures) {
        JsonNode times = figures.path("processor_ms");
        double processes = times.properties().stream()
                .filter(process -> !process.getKey().equals("all"))
                .mapToDouble(process -> number(process.getValue(), "total"))
                .sum();
        assertThat(processes).isCloseTo(number(times.path("all"), "total"), within(1e-6));
        for (var process : new String[] {"postgres", "kafka", "purchase", "load client"}) {
            assertThat(number(times.path(process), "total")).as(process).isPositive();
        }
    }

    private static double number(JsonNode figures, String name) {
        assertThat(figures.path(name).isNumber()).as(name).isTrue();
        return figures.path(name).asDouble();
    }

    @Test
    void anInvalidOptionIsAnsweredWithOneLine() {
        assertThat(Swapr.run("load", "--orders", "5", "--rate", "5")
                        .expecting(1)
                        .output())
                .isEqualTo("swapr: --orders and --rate exclude each other\n");
        assertThat(Swapr.run("load", "--rate", "0").expecting(1).output())
                .isEqualTo("swapr: --rate must be between 1 and 1000\n");
        assertThat(Swapr.run("load", "--short", "--orders", "5").expecting(1).output())
                .isEqualTo("swapr: --short has its own number of orders: omit --orders and --rate\n");
        assertThat(Swapr.run("load", "--connections", "65").expecting(1).output())
                .isEqualTo("swapr: --connections must be between 1 and 64\n");
    }

    @Test
    void withoutARunningMarketplaceItIsAnsweredWithOneLine(@TempDir Path nothing) {
        assertThat(Swapr.run(Map.of("SWAPR_HOME", nothing.toString()), "load", "--short")
                        .expecting(1)
                        .output())
                .isEqualTo("swapr: Swapr is not running. Start it with ./swapr up --detach\n");
    }

    @Test
    void aPercentileIsTheSmallestValueThatEnoughValuesDoNotExceed() {
        double[] hundred = new double[100];
        for (var i = 0; i < 100; i++) {
            hundred[i] = i + 1;
        }

        assertThat(LoadFigures.at(hundred, 0.5)).isEqualTo(50);
        assertThat(LoadFigures.at(hundred, 0.99)).isEqualTo(99);
        assertThat(LoadFigures.at(hundred, 1)).isEqualTo(100);
        assertThat(LoadFigures.at(new double[] {7}, 0.5)).isEqualTo(7);
    }
}
