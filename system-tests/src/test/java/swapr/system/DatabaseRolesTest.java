package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;
import swapr.local.Ports;
import swapr.local.Postgres;

/** {@code ops/postgres/roles.sql} restricts each service to its own schema. The test uses a real server. */
class DatabaseRolesTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Map<String, String> SCHEMAS = Map.of(
            "user_service", "users",
            "listing_service", "listing",
            "purchase_service", "purchase",
            "notification_service", "notification",
            "analytics_service", "analytics");
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Not a temporary directory of JUnit. For root, the server runs as another user, who could not read it. */
    private static final Path FOLDER =
            Path.of("target", "database-roles-" + ProcessHandle.current().pid()).toAbsolutePath();

    private static Postgres postgres;

    @BeforeAll
    static void startAServerWithTheRolesAndATableOfEachService() throws Exception {
        Files.createDirectories(FOLDER);
        postgres = Postgres.start(
                PROJECT.resolve("target/test-infrastructure/postgres"),
                FOLDER.resolve("data"),
                Ports.free(),
                FOLDER.resolve("postgres.log"),
                Map.of("fsync", "off"));
        try (var superuser = superuser("postgres")) {
            run(superuser, "create database swapr");
        }
        createRoles("first-");
        createRoles(""); // again, like at each start: the script is repeatable and changes the passwords
        for (var service : SCHEMAS.keySet()) {
            try (var owner = connect(service + "_owner")) {
                run(owner, "create table secrets (text text); insert into secrets values ('of " + service + "')");
            }
            migrate(service);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
        FileSystemUtils.deleteRecursively(FOLDER);
    }

    static Stream<Arguments> pairs() {
        return SCHEMAS.keySet().stream()
                .sorted()
                .flatMap(service -> SCHEMAS.keySet().stream()
                        .sorted()
                        .filter(other -> !other.equals(service))
                        .map(other -> Arguments.of(service, other)));
    }

    @Test
    void thereAreTwentyPairs() {
        assertThat(pairs()).hasSize(20);
    }

    @ParameterizedTest(name = "{0} cannot access {1}")
    @MethodSource("pairs")
    void noServiceCanAccessTheTablesOfAnother(String service, String other) throws Exception {
        var schema = SCHEMAS.get(other);
        try (var connection = connect(service)) {
            for (var attempt : List.of(
                    "select * from " + schema + ".secrets",
                    "insert into " + schema + ".secrets values ('x')",
                    "update " + schema + ".secrets set text = 'x'",
                    "delete from " + schema + ".secrets",
                    "truncate " + schema + ".secrets",
                    "create table " + schema + ".mine (id int)",
                    "drop table " + schema + ".secrets",
                    "grant usage on schema " + schema + " to " + service,
                    "set role " + other,
                    "set role " + other + "_owner")) {
                assertRefused(connection, attempt);
            }
        }
    }

    @Test
    void eachServiceUsesItsOwnSchemaByDefault() throws Exception {
        for (var service : SCHEMAS.keySet()) {
            try (var connection = connect(service)) {
                assertThat(query(connection, "select text from secrets")).containsExactly("of " + service);
                assertThat(query(connection, "select current_schema()")).containsExactly(SCHEMAS.get(service));
            }
        }
    }

    @Test
    void theServiceRoleCanWriteRowsButCannotChangeTables() throws Exception {
        for (var service : SCHEMAS.keySet()) {
            try (var connection = connect(service)) {
                run(
                        connection,
                        "insert into secrets values ('x'); update secrets set text = 'y' where text = 'x';"
                                + " delete from secrets where text = 'y'");
                for (var attempt : List.of(
                        "create table mine (id int)",
                        "alter table secrets add column mine int",
                        "drop table secrets",
                        "truncate secrets",
                        "create index mine on secrets (text)",
                        "create function mine() returns int language sql as 'select 1'",
                        "alter table secrets owner to " + service,
                        "set role " + service + "_owner")) {
                    assertRefused(connection, attempt);
                }
            }
        }
    }

    @Test
    void theServiceRoleCanOnlyInsertIntoAndSelectFromTheEventLog() throws Exception {
        for (var service : SCHEMAS.keySet()) {
            assertTheLogIsAppendOnly(service);
        }
        createRoles(""); // the next start must not grant the privileges again
        assertTheLogIsAppendOnly("purchase_service");
    }

    private static void assertTheLogIsAppendOnly(String service) throws SQLException {
        try (var connection = connect(service)) {
            run(connection, """
                    with event as (
                      insert into event_log (event_id, topic, event_type, schema_version, aggregate_id,
                                             aggregate_version, occurred_at, correlation_id, body)
                      select gen_random_uuid(), 'topic', 'Happened', 1, 'a:1', count(*) + 1, now(), 'c', '{}'
                      from event_log
                      returning position)
                    insert into outbox (event) select position from event""");
            assertThat(query(connection, "select event_type from event_log")).contains("Happened");
            for (var attempt : List.of(
                    "update event_log set body = '{}'",
                    "delete from event_log",
                    "truncate event_log",
                    "select * from event_log for update",
                    "drop table event_log",
                    "alter table event_log drop column body",
                    "alter table event_log disable trigger all")) {
                assertRefused(connection, attempt);
            }
        }
    }

    /** In older installations without owner roles, each service owned its tables. */
    @Test
    void anOlderInstallationIsCorrected() throws Exception {
        try (var superuser = superuser("swapr")) {
            run(superuser, "alter schema users owner to user_service");
            for (var table : query(superuser, "select tablename from pg_tables where schemaname = 'users'")) {
                run(superuser, "alter table users.%s owner to user_service".formatted(table));
            }
        }
        try (var user = connect("user_service")) {
            run(user, "update event_log set body = body; create table made_by_the_service (id int)");
        }

        createRoles("");

        assertTheLogIsAppendOnly("user_service");
        try (var user = connect("user_service");
                var owner = connect("user_service_owner")) {
            assertRefused(user, "create table mine (id int)");
            assertRefused(user, "drop table made_by_the_service");
            run(user, "insert into made_by_the_service values (1)");
            run(owner, "drop table made_by_the_service");
        }
    }

    @Test
    void theDefaultPrivilegesOfPostgresAreRevoked() throws Exception {
        for (var service : SCHEMAS.keySet()) {
            try (var connection = connect(service)) {
                assertRefused(connection, "create temporary table t (id int)");
                assertRefused(connection, "create table public.t (id int)");
                assertRefused(connection, "create schema mine");
                assertRefused(connection, "create role friend");
                assertRefused(connection, "create database mine");
            }
            for (var database : List.of("postgres", "template1")) {
                assertThatThrownBy(() ->
                                DriverManager.getConnection(postgres.jdbcUrl(database), service, "password-" + service))
                        .hasMessageContaining("permission denied for database");
            }
        }
    }

    @Test
    void eachRoleHasTimeLimits() throws Exception {
        for (var service : SCHEMAS.keySet()) {
            try (var connection = connect(service)) {
                assertThat(query(connection, "show idle_in_transaction_session_timeout"))
                        .containsExactly("15s");
                assertThat(query(connection, "show transaction_timeout")).containsExactly("1min");
                assertThat(query(connection, "show statement_timeout")).containsExactly("30s");
                assertThat(query(connection, "show lock_timeout")).containsExactly("10s");
            }
        }
    }

    @Test
    void manualGrantsAreRevokedByTheNextRun() throws Exception {
        try (var superuser = superuser("swapr")) {
            run(
                    superuser,
                    "grant usage on schema users to listing_service; grant select on users.secrets to listing_service;"
                            + " grant purchase_service to listing_service");
        }
        try (var listing = connect("listing_service")) {
            assertThat(query(listing, "select text from users.secrets")).hasSize(1);
        }

        createRoles("");

        try (var listing = connect("listing_service")) {
            assertRefused(listing, "select text from users.secrets");
            assertRefused(listing, "set role purchase_service");
        }
    }

    private static void createRoles(String prefix) throws Exception {
        var script = Files.readString(PROJECT.resolve("ops/postgres/roles.sql"));
        for (var service : SCHEMAS.keySet()) {
            for (var role : List.of(service, service + "_owner")) {
                script = script.replace(":'" + role + "_password'", "'" + prefix + "password-" + role + "'");
            }
        }
        try (var superuser = superuser("swapr")) {
            run(superuser, script);
        }
    }

    /** Runs the migrations of the messaging library as the owner, like each service. */
    private static void migrate(String service) throws Exception {
        try (var files = Files.list(PROJECT.resolve("platform/messaging/src/main/resources/swapr/messaging/db"));
                var owner = connect(service + "_owner")) {
            for (var file : files.sorted().toList()) {
                run(owner, Files.readString(file));
            }
        }
    }

    private static void assertRefused(Connection connection, String sql) {
        assertThatThrownBy(() -> run(connection, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    private static Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(database), Postgres.SUPERUSER, postgres.superuserPassword());
    }

    private static Connection connect(String service) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("swapr"), service, "password-" + service);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
