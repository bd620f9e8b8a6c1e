package swapr.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Checks published messages against their contracts. After each {@link IntegrationTest} method, every new message in
 * the event log must match its schema. The event log has the bytes that go to the topic. The messages are also stored
 * for the pact tests, which run after all other tests.
 */
final class ContractListener implements TestExecutionListener {

    private static final Schemas SCHEMAS = Schemas.onClassPath();
    private static final PublishedSamples PUBLISHED = new PublishedSamples(Path.of("target", "published"));
    /** The checked positions by database. The highest is not enough: a late commit can have a lower position. */
    private static final Map<DataSource, Set<Long>> CHECKED = new WeakHashMap<>();

    @Override
    public void afterTestMethod(TestContext context) throws SQLException {
        if (!TestContextAnnotationUtils.hasAnnotation(context.getTestClass(), IntegrationTest.class)
                || context.getApplicationContext().getBeanNamesForType(DataSource.class).length == 0) {
            return;
        }
        List<String> faults = faults(context.getApplicationContext().getBean(DataSource.class));
        if (!faults.isEmpty()) {
            throw new AssertionError("Published messages do not match their schemas: " + String.join("; ", faults));
        }
    }

    private static synchronized List<String> faults(DataSource database) throws SQLException {
        List<String> faults = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            if (!hasEventLog(connection)) {
                return faults;
            }
            Set<Long> checked = CHECKED.computeIfAbsent(database, any -> new HashSet<>());
            try (var query = connection.prepareStatement(
                    "select position, topic, body::text from event_log where position <> all(?) order by position")) {
                query.setArray(1, connection.createArrayOf("bigint", checked.toArray()));
                var rows = query.executeQuery();
                while (rows.next()) {
                    checked.add(rows.getLong("position"));
                    faults.addAll(SCHEMAS.faults(rows.getString("topic"), rows.getString("body")));
                    PUBLISHED.keep(rows.getString("body"));
                }
            }
        }
        return faults;
    }

    private static boolean hasEventLog(Connection connection) throws SQLException {
        try (var query = connection.createStatement();
                var rows = query.executeQuery("select to_regclass('event_log') is not null")) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
