package swapr.local;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "sql",
        description = "Query a service's tables with its database role: one query, or psql if it is installed.")
final class Sql implements Callable<Integer> {

    private static final int WIDEST = 80;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "user, listing, purchase, notification, analytics")
    String service = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "QUERY", description = "such as 'select * from event_log'")
    @Nullable
    String query;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        var layout = Layout.here();
        var app = Instance.of(service).app();
        if (!app.hasDatabase()) {
            System.err.println("swapr: the edge has no database");
            return 2;
        }
        var port = new State(layout.state()).ports().postgres();
        var password = Secrets.load(layout.secrets(), System.getenv()).role(app.role());
        if (query != null) {
            return run(query, port, app.role(), password);
        }
        if (OsProcess.run("psql", "--version") != 0) {
            System.err.println(
                    "swapr: psql is not installed. Pass a query: ./swapr sql %s 'select * from event_log limit 5'"
                            .formatted(service));
            return 2;
        }
        var psql = new ProcessBuilder(
                        "psql", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", app.role(), "-d", "swapr")
                .inheritIO();
        psql.environment().put("PGPASSWORD", password);
        return psql.start().waitFor();
    }

    private static int run(String query, int port, String role, String password) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:%d/swapr?connectTimeout=3".formatted(port);
        try (var connection = DriverManager.getConnection(url, role, password);
                var statement = connection.createStatement()) {
            if (statement.execute(query)) {
                var rows = print(statement.getResultSet());
                System.out.printf("(%d row%s)%n", rows, rows == 1 ? "" : "s");
            } else {
                System.out.printf("(%d rows changed)%n", statement.getUpdateCount());
            }
            return 0;
        }
    }

    private static int print(ResultSet result) throws SQLException {
        var columns = result.getMetaData();
        var names = new ArrayList<String>();
        for (var i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
        }
        var table = new Table(names.toArray(String[]::new));
        var rows = 0;
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (var i = 1; i <= names.size(); i++) {
                var value = String.valueOf(result.getString(i)).replace('\n', ' ');
                row.add(value.length() > WIDEST && names.size() > 1 ? value.substring(0, WIDEST - 1) + "…" : value);
            }
            table.row(row);
            rows++;
        }
        System.out.print(table);
        return rows;
    }
}
