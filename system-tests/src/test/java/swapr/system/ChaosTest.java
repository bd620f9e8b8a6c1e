package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import swapr.local.LocalMarketplace;

/** {@code ./swapr chaos}: its short set of scenarios with {@code ./mvnw verify -Pchaos}, and its error messages. */
@ExtendWith(RunningMarketplace.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosTest {

    /**
     * Fuzzed records are retried, and valid orders wait behind them. So there are fewer orders than in the short set.
     * The check after each run reads all events. So the run with fewer events is the first.
     */
    @Test
    @Order(1)
    @EnabledIfSystemProperty(named = "swapr.test.chaos", matches = "true")
    void theMarketplaceSurvivesFuzzedInput() {
        survives("--short", "--scenario", "strangers", "--rate", "5", "--duration", "5");
    }

    @Test
    @Order(2)
    @EnabledIfSystemProperty(named = "swapr.test.chaos", matches = "true")
    void theMarketplaceSurvivesTheShortSet() {
        survives("--short", "--rate", "15", "--duration", "8");
    }

    private static void survives(String... what) {
        var seed = Long.toString(new Random().nextInt(10_000));
        var options = Stream.concat(Stream.of("chaos", "--no-time-limits", "--seed", seed), Stream.of(what));

        var run = Swapr.run(RunningMarketplace.IMPATIENT, options.toArray(String[]::new));

        System.out.println(run.output()); // the build log keeps the report and its seed
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("Seed " + seed, "all passed.", "all of them hold.");
    }

    @Test
    void anInvalidOptionIsAnsweredWithOneLine() {
        assertThat(Swapr.run("chaos").expecting(1).output())
                .isEqualTo(
                        "swapr: nothing to run: use --scenario NAME, --short, --all, --mutants, --check or --list\n");
        assertThat(Swapr.run("chaos", "--scenario", "earthquake").expecting(1).output())
                .isEqualTo("swapr: there is no scenario earthquake: --list names them\n");
        assertThat(Swapr.run("chaos", "--short", "--rate", "0").expecting(1).output())
                .startsWith("swapr: --rate must be above 0");
    }

    /** The oracle of one run would report the orders of the other run as errors. */
    @Test
    void aSecondRunAtTheSameTimeIsRefused() throws Exception {
        Path lock = Files.createDirectories(Swapr.HOME.resolve("chaos")).resolve("lock");
        try (var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(file.tryLock()).isNotNull();

            assertThat(Swapr.run("chaos", "--check").expecting(1).output())
                    .isEqualTo("swapr: another ./swapr chaos, or a load of the control room, is running here:"
                            + " wait for its end, or stop it\n");
        }
    }

    /** For example, a person has read a topic with a console consumer and stopped it. */
    @Test
    void theLagOfAForeignGroupIsIgnored() throws Exception {
        String broker = "127.0.0.1:" + (Swapr.BASE + 9);
        var partition = new TopicPartition("listing-events", 0);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.alterConsumerGroupOffsets("stranger", Map.of(partition, new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
        Person.registers("Seller").lists("Behind", "50.00");

        new Quiescence(LocalMarketplace.at(Swapr.ROOT, Swapr.HOME)).await(Duration.ofMinutes(1), waitingFor -> {});
    }
}
