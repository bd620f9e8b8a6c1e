package swapr.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Creates the two roles of a test database, as {@code ops/postgres/roles.sql} does for every service.
 * {@code NAME_owner} runs the migrations and owns their tables, {@code NAME} reads and writes rows. Both have the
 * password {@code NAME}. In tests only, {@code NAME} may also create tables.
 */
final class TestDatabase {

    private TestDatabase() {}

    /**
     * Creates the roles in the database with this URL.
     *
     * @throws IllegalStateException if the server refuses a statement
     */
    static void createRoles(String url, String superuser, String password, String name) {
        try (Connection connection = DriverManager.getConnection(url, superuser, password);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create role %1$s login password '%1$s';
                    create role %1$s_owner login password '%1$s';
                    grant create, usage on schema public to %1$s, %1$s_owner;
                    alter default privileges for role %1$s_owner in schema public
                      grant select, insert, update, delete on tables to %1$s;
                    alter default privileges for role %1$s_owner in schema public grant usage on sequences to %1$s;
                    """.formatted(name));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the roles of " + url + ": " + e.getMessage(), e);
        }
    }
}
