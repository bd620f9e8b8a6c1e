package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchersTest {

    @TempDir
    Path temporary;

    Path home;

    @BeforeEach
    void aPathWithSpaces() throws Exception {
        home = Files.createDirectories(temporary.resolve("a home with spaces"));
    }

    @Test
    void postgresKeepsItsDataBetweenRunsAndEndsWhenClosed() throws Exception {
        var port = Ports.free();
        long pid;
        try (var postgres = postgres(port)) {
            pid = postgres.pid();
            execute(postgres, "create table sneaker as select 'Air Jordan 1' as title");
        }
        assertThat(OsProcess.alive(pid)).isFalse();
        assertThat(Ports.inUse(port)).isFalse();

        try (var postgres = postgres(port)) {
            execute(postgres, "select title from sneaker");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", "guess"))
                    .hasMessageContaining("password");
        }
    }

    @Test
    void postgresStartsAgainAfterItWasKilled() throws Exception {
        var port = Ports.free();
        var first = postgres(port);
        execute(first, "create table survivor (id int)");
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

        try (var second = postgres(port)) {
            execute(second, "select * from survivor");
        }
    }

    @Test
    void postgresStartsIfThePidInItsLockFileBelongsToAnotherProcess() throws Exception {
        var port = Ports.free();
        postgres(port).close();
        Files.writeString(
                home.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");

        postgres(port).close();
    }

    @Test
    void postgresOnAUsedPortFailsAndNamesItsLog() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> postgres(taken.getLocalPort()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("PostgreSQL did not start")
                    .hasMessageContaining("postgres.log")
                    .hasMessageContaining("is in use");
        }
    }

    @Test
    void kafkaKeepsItsTopicsBetweenRunsEvenOnOtherPorts() throws Exception {
        long pid;
        try (var broker = kafka(Ports.free(), Ports.free())) {
            pid = broker.pid();
            try (var admin = admin(broker)) {
                admin.createTopics(List.of(new NewTopic("listing-events", 6, (short) 1)))
                        .all()
                        .get(10, TimeUnit.SECONDS);
            }
        }
        assertThat(OsProcess.alive(pid)).isFalse();

        try (var broker = kafka(Ports.free(), Ports.free());
                var admin = admin(broker)) {
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).contains("listing-events");
            var features = admin.describeFeatures().featureMetadata().get(10, TimeUnit.SECONDS);
            assertThat(features.finalizedFeatures())
                    .as("work queues need share groups")
                    .hasEntrySatisfying(
                            "share.version",
                            levels -> assertThat(levels.maxVersionLevel()).isEqualTo((short) 1));
        }
    }

    @Test
    void kafkaOnAUsedPortFailsAndNamesItsLog() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> kafka(taken.getLocalPort(), Ports.free()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("Kafka did not start")
                    .hasMessageContaining("kafka.log")
                    .hasMessageContaining("is in use");
        }
    }

    @Test
    void theRoleScriptCreatesRolesWithTheirOwnSchemasAndCanBeRepeated() throws Exception {
        var secrets = Secrets.load(home.resolve("secrets.properties"), Map.of());
        try (var postgres = postgres(Ports.free())) {
            Roles.apply(postgres, Path.of("../../ops/postgres/roles.sql"), secrets);
            Roles.apply(postgres, Path.of("../../ops/postgres/roles.sql"), secrets);

            try (var connection = DriverManager.getConnection(
                            postgres.jdbcUrl("swapr"),
                            "purchase_service_owner",
                            secrets.role("purchase_service_owner"));
                    var statement = connection.createStatement()) {
                statement.execute("create table mine (id int)");
                var schema = statement.executeQuery("select current_schema()");
                schema.next();
                assertThat(schema.getString(1)).isEqualTo("purchase");
            }
            try (var connection = DriverManager.getConnection(
                            postgres.jdbcUrl("swapr"), "purchase_service", secrets.role("purchase_service"));
                    var statement = connection.createStatement()) {
                statement.execute("insert into mine values (1)");
            }
        }
    }

    private Postgres postgres(int port) {
        return Postgres.start(
                Path.of("target/binaries"), home.resolve("data"), port, home.resolve("postgres.log"), Map.of());
    }

    private KafkaBroker kafka(int port, int controllerPort) {
        return KafkaBroker.start(home.resolve("kafka"), port, controllerPort, home.resolve("kafka.log"), List.of());
    }

    private static Admin admin(KafkaBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void execute(Postgres postgres, String sql) throws Exception {
        try (var connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), Postgres.SUPERUSER, postgres.superuserPassword());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
