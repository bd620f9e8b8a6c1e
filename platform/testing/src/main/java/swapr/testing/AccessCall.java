package swapr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/** One call of an operation as one identity, with the checks of its answer and of the published events. */
record AccessCall(Tokens tokens, EndedUsers ended, DataSource database) {

    private static final JsonMapper JSON = JsonMapper.shared();

    void check(Operation operation, Identity identity, RestTestClient port) throws SQLException {
        Operation.Given given = operation.given().get();
        String correlation = UUID.randomUUID().toString();
        var request = port.method(HttpMethod.valueOf(operation.method()))
                .uri(given.uri())
                .header("Correlation-Id", correlation);
        String authorization = identity.authorization(tokens, given.owner(), ended);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        given.headers().forEach(request::header);
        if (given.body() != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsBytes(given.body()));
        }
        var answer = request.exchange().expectBody(byte[].class).returnResult();
        byte[] bytes = answer.getResponseBody();
        String body = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        int status = answer.getStatus().value();

        assertThat(status).as("%s as %s: %s", operation.name(), identity, body).isEqualTo(operation.expected(identity));
        if (!given.secret().isEmpty()) {
            assertThat(body.contains(given.secret()))
                    .as("%s as %s: the answer has the secret %s: %s", operation.name(), identity, given.secret(), body)
                    .isEqualTo(identity == Identity.OWNER);
        }
        if (status >= 400) {
            assertThat(eventsOf(correlation))
                    .as("events that the refused call %s as %s published", operation.name(), identity)
                    .isZero();
        }
    }

    private long eventsOf(String correlation) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select count(*) from event_log where correlation_id = ?")) {
            query.setString(1, correlation);
            var found = query.executeQuery();
            found.next();
            return found.getLong(1);
        }
    }
}
