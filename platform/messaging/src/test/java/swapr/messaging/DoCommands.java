package swapr.messaging;

import org.springframework.jdbc.core.JdbcTemplate;

/** A worker that writes down what it has done, in the table {@code done}: a command that is done twice fails there. */
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
