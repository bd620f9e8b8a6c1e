package swapr.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import swapr.local.LocalMarketplace;
import swapr.local.Ports;
import swapr.local.Postgres;

/**
 * The oracle's own database. It contains dumps of all state, so that an invariant of the whole marketplace is one
 * query. It shares only PostgreSQL's programs with the marketplace. {@link #close} ends it.
 */
final class EvidenceDatabase implements AutoCloseable {

    private final Path directory;
    private final Postgres postgres;
    private final Connection connection;

    /** @param directory for the dumps, which stay as evidence */
    EvidenceDatabase(Path binaries, Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            postgres = Postgres.start(
                    binaries,
                    directory.resolve("oracle"),
                    Ports.free(),
                    directory.resolve("oracle.log"),
                    Map.of("fsync", "off", "full_page_writes", "off", "max_wal_size", "4GB", "work_mem", "64MB"));
            connection = DriverManager.getConnection(
                    postgres.jdbcUrl("postgres"), Postgres.SUPERUSER, postgres.superuserPassword());
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies all tables of all services in one snapshot, and creates the views. */
    void takeSchemas(LocalMarketplace marketplace) throws SQLException, IOException {
        try (var source = DatabaseSessions.connect(marketplace)) {
            new SchemaDump(source, connection, directory).take();
        }
        makeViews();
    }

    /** Creates the views on the tables of the five schemas, which must exist. */
    void makeViews() throws SQLException, IOException {
        execute(resource("evidence.sql"));
        copyIn("handled", resource("handled.csv"), "csv");
    }

    /** Loads lines in a format of COPY: text or csv. */
    void copyIn(String table, String lines, String format) throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy %s from stdin (format %s)".formatted(table, format), new StringReader(lines));
    }

    /** Inserts rows of text. Null becomes SQL null. */
    void insert(String table, List<String[]> rows) throws SQLException, IOException {
        var lines = rows.stream()
                .map(row -> Arrays.stream(row).map(EvidenceDatabase::cell).collect(Collectors.joining("\t", "", "\n")))
                .collect(Collectors.joining());
        copyIn(table, lines, "text");
    }

    private static String cell(@Nullable String value) {
        return value == null
                ? "\\N"
                : value.replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\0", "");
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** All rows of a query, each as {@code column=value column=value}. */
    List<String> rows(String query) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(row(rows));
            }
        }
        return found;
    }

    private static String row(ResultSet rows) throws SQLException {
        var columns = rows.getMetaData();
        var text = new StringBuilder();
        for (var i = 1; i <= columns.getColumnCount(); i++) {
            text.append(i == 1 ? "" : "  ")
                    .append(columns.getColumnLabel(i))
                    .append('=')
                    .append(rows.getString(i));
        }
        return text.toString();
    }

    static String resource(String name) {
        try (InputStream in = EvidenceDatabase.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource %s is missing".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (postgres) {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
