package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swapr.local.KafkaBroker;
import swapr.local.OsProcess;
import swapr.local.Ports;
import swapr.local.TcpProxy;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;

/**
 * The database is unavailable, so a worker renews its commands. The broker crashes before it answers. Kafka's client
 * then waits for the renewals and fetches nothing else, so the worker must replace the client.
 */
class LostRenewalTest {

    private static final int COMMANDS = 20;

    private final int port = Ports.free();
    private final int controller = Ports.free();

    @TempDir
    Path home;

    private KafkaBroker broker;

    @BeforeEach
    void start() {
        broker = KafkaBroker.start(home.resolve("kafka"), port, controller, home.resolve("kafka.log"), List.of());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void theCommandsAreDeliveredAgain() {
        Infrastructure.Database database = TestService.database();
        try (TcpProxy proxy = TcpProxy.to(Infrastructure.shared().databasePort());
                TestService node = TestService.start(
                        "renewing-" + UUID.randomUUID(),
                        new Infrastructure.Database(
                                database.urlThrough(proxy), database.username(), database.password()),
                        broker.bootstrapServers(),
                        List.of(),
                        DoCommands.class)) {
            node.jdbc().execute("create table done (what text primary key)");
            publish(0);
            awaitDone(node, 1);
            assertThat(heldSeconds(node)).isZero();

            proxy.cut();
            for (int i = 1; i < COMMANDS; i++) {
                publish(i);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> renewed(node) > 0);
            await().atMost(Duration.ofSeconds(10)).until(() -> heldSeconds(node) > 1);
            loseTheNextRenewal(node);
            start();
            proxy.restore();

            awaitDone(node, COMMANDS);
            await().atMost(Duration.ofSeconds(10)).until(() -> heldSeconds(node) == 0);
        }
    }

    private static double heldSeconds(TestService node) {
        return node.get(MeterRegistry.class)
                .get("swapr.work.held.seconds")
                .gauge()
                .value();
    }

    private void publish(int n) {
        try (Kafka kafka = new Kafka(broker.bootstrapServers())) {
            kafka.publish("test-commands", TestEvent.of("Do", "do:" + n).with("what", Integer.toString(n)));
        }
    }

    private static void awaitDone(TestService node, int commands) {
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> node.count("select count(*) from done") == commands);
    }

    /** Returns the number of renewals so far. A round of renewals is counted as a pause. */
    private static double renewed(TestService node) {
        return node.get(MeterRegistry.class)
                .counter("swapr.pauses", "part", "work-queue")
                .count();
    }

    /** Freezes the broker during a renewal and then kills it, so that it never answers. Workers renew every second. */
    private void loseTheNextRenewal(TestService node) {
        OsProcess.freeze(broker.pid());
        double before = renewed(node);
        await().atMost(Duration.ofSeconds(30)).until(() -> renewed(node) > before);
        OsProcess.signal(broker.pid(), "KILL");
        await().atMost(Duration.ofSeconds(10)).until(() -> !OsProcess.alive(broker.pid()));
    }
}
