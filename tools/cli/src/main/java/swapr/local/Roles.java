package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Creates the database of the services. Roles and schemas come from the same script as in containers. */
final class Roles {

    private Roles() {}

    static void apply(Postgres postgres, Path script, Secrets secrets) {
        try {
            try (var connection = DriverManager.getConnection(
                            postgres.jdbcUrl("postgres"), Postgres.SUPERUSER, postgres.superuserPassword());
                    var statement = connection.createStatement()) {
                var found = statement.executeQuery("select from pg_database where datname = 'swapr'");
                if (!found.next()) {
                    statement.execute("create database swapr");
                }
            }
            try (var connection = DriverManager.getConnection(
                            postgres.jdbcUrl("swapr"), Postgres.SUPERUSER, postgres.superuserPassword());
                    var statement = connection.createStatement()) {
                statement.execute(withPasswords(Files.readString(script), secrets));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("%s failed: %s".formatted(script, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the variables like psql: {@code :'name'} becomes the quoted value. */
    static String withPasswords(String script, Secrets secrets) {
        var text = script;
        for (var app : App.withDatabase()) {
            for (var role : List.of(app.role(), app.ownerRole())) {
                var quoted = "'" + secrets.role(role).replace("'", "''") + "'";
                text = text.replace(":'" + role + "_password'", quoted);
            }
        }
        return text;
    }
}
