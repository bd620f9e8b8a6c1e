package swapr.messaging;

import org.springframework.jdbc.core.JdbcTemplate;

/** Inserts each command into the table {@code done}. With a primary key there, a second run of a command fails. */
class DoCommands {

    private final JdbcTemplate jdbc;

    DoCommands(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @WorkQueue(value = "Do", topic = "test-commands")
    void handle(TestService.Do command) {
        jdbc.update("insert into done values (?)", command.what());
    }
}
