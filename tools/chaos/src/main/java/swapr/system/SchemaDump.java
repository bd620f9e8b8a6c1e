package swapr.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/**
 * Copies all tables of all services into another database.
 *
 * @param directory for the copied rows, one file for each table
 */
record SchemaDump(Connection source, Connection target, Path directory) {

    /** Copies the tables in one snapshot. */
    void take() throws SQLException, IOException {
        try (var statement = target.createStatement()) {
            source.setAutoCommit(false);
            source.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (var schema : Scenarios.SCHEMAS) {
                statement.execute("create schema " + schema);
                for (var table : columns(schema).entrySet()) {
                    var name = schema + "." + table.getKey();
                    statement.execute("create table %s (%s)".formatted(name, String.join(", ", table.getValue())));
                    var file = directory.resolve(name + ".copy");
                    try (var out = Files.newOutputStream(file)) {
                        source.unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyOut("copy (select * from %s) to stdout".formatted(name), out);
                    }
                    try (var in = Files.newInputStream(file)) {
                        target.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + name + " from stdin", in);
                    }
                }
            }
        }
    }

    private Map<String, List<String>> columns(String schema) throws SQLException {
        var tables = new TreeMap<String, List<String>>();
        try (var query = source.prepareStatement("""
                select c.relname, quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                from pg_class c join pg_attribute a on a.attrelid = c.oid
                where c.relnamespace = ?::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                order by c.relname, a.attnum""")) {
            query.setString(1, schema);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                            .add(rows.getString(2));
                }
            }
        }
        return tables;
    }
}
