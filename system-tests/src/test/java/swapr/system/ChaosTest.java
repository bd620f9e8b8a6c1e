package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import swapr.local.LocalMarketplace;

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
                "--no-time-limits",
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
                        "swapr: say --scenario NAME, --short, --all, --mutants or --check; --list names the scenarios\n");
        assertThat(Swapr.run("chaos", "--scenario", "earthquake").expecting(1).output())
                .isEqualTo("swapr: there is no scenario earthquake: --list names them\n");
        assertThat(Swapr.run("chaos", "--short", "--rate", "0").expecting(1).output())
                .startsWith("swapr: --rate is above 0");
    }

    /** Two at once would take each other's shoppers for faults. */
    @Test
    void onlyOneAtATime() throws Exception {
        Path lock = Files.createDirectories(Swapr.HOME.resolve("chaos")).resolve("lock");
        try (var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(file.tryLock()).isNotNull();

            assertThat(Swapr.run("chaos", "--check").expecting(1).output())
                    .isEqualTo("swapr: another ./swapr chaos is at work here: wait for its end, or stop it\n");
        }
    }

    /** Who has looked at a topic and gone is nobody to wait for. */
    @Test
    void aStrangersGroupKeepsNobodyWaiting() throws Exception {
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
