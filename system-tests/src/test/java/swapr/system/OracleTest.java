package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swapr.system.Oracle.Verdict;

/**
 * An oracle that cannot fail proves nothing: one order is told as it should be, and then, case by case, something is
 * changed that must not be. The invariant named has to notice, and nothing may be broken before.
 */
class OracleTest {

    @TempDir
    static Path directory;

    private static EvidenceDatabase evidenceDatabase;

    /** One planted contradiction: what it breaks, in words, and how it is planted. */
    record Mutations(String invariant, String words, String sql) {
        @Override
        public String toString() {
            return invariant + " " + words;
        }
    }

    @BeforeAll
    static void oneGoodOrder() throws Exception {
        evidenceDatabase = new EvidenceDatabase(directory.resolve("bin"), directory);
        Map<String, String> services = new LinkedHashMap<>();
        services.put("users", "user-service");
        services.put("listing", "listing-service");
        services.put("purchase", "purchase-service");
        services.put("notification", "notification-service");
        services.put("analytics", "analytics-service");
        for (var service : services.entrySet()) {
            evidenceDatabase.execute("create schema " + service.getKey() + "; set search_path = " + service.getKey());
            migrate(Path.of("../platform/messaging/src/main/resources/swapr/messaging/db"));
            migrate(Path.of("../" + service.getValue() + "/src/main/resources/db/migration"));
        }
        evidenceDatabase.execute("reset search_path");
        evidenceDatabase.makeViews();
        evidenceDatabase.execute(EvidenceDatabase.resource("one-good-order.sql"));
    }

    private static void migrate(Path folder) throws IOException, SQLException {
        try (var migrations = Files.list(folder)) {
            for (var migration : migrations.sorted().toList()) {
                evidenceDatabase.execute(Files.readString(migration));
            }
        }
    }

    @AfterAll
    static void close() {
        evidenceDatabase.close();
    }

    @Test
    void anOrderAsItShouldBeBreaksNothing() throws Exception {
        assertThat(broken()).isEmpty();
    }

    @Test
    void everyInvariantHasACaseThatBreaksIt() throws Exception {
        assertThat(planted().map(Mutations::invariant))
                .containsAll(Oracle.invariants().stream()
                        .map(Oracle.Invariant::number)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("planted")
    void whatMustNotBeIsNoticed(Mutations planted) throws Exception {
        evidenceDatabase.execute("begin");
        try {
            evidenceDatabase.execute("set local session_replication_role = replica"); // no foreign key saves us
            evidenceDatabase.execute(planted.sql());
            assertThat(broken()).contains(planted.invariant());
        } finally {
            evidenceDatabase.execute("rollback");
        }
    }

    private static List<String> broken() throws IOException, SQLException {
        return Oracle.judge(evidenceDatabase).stream()
                .filter(verdict -> !verdict.holds())
                .map(Verdict::invariant)
                .map(Oracle.Invariant::number)
                .toList();
    }

    static Stream<Mutations> planted() throws IOException {
        var cases = EvidenceDatabase.resource("contradictions.sql").split("(?m)^-- (?=I)", -1);
        return Stream.of(cases).skip(1).map(text -> {
            var title = text.substring(0, text.indexOf('\n'));
            var space = title.indexOf(' ');
            return new Mutations(title.substring(0, space), title.substring(space + 1), text.substring(title.length()));
        });
    }
}
