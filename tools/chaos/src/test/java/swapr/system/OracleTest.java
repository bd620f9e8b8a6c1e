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
 * An oracle that cannot fail proves nothing. All invariants hold for {@code one-good-order.sql}. Each case of
 * {@code contradictions.sql} changes it, and the named invariant must break.
 */
class OracleTest {

    @TempDir
    static Path directory;

    private static EvidenceDatabase evidenceDatabase;

    /** One case: the invariant that must break, a description, and the change. */
    record Contradiction(String invariant, String description, String sql) {
        @Override
        public String toString() {
            return invariant + " " + description;
        }
    }

    @BeforeAll
    static void fillWithOneGoodOrder() throws Exception {
        evidenceDatabase = new EvidenceDatabase(directory.resolve("bin"), directory);
        Map<String, String> services = new LinkedHashMap<>();
        services.put("users", "user-service");
        services.put("listing", "listing-service");
        services.put("purchase", "purchase-service");
        services.put("notification", "notification-service");
        services.put("analytics", "analytics-service");
        for (var service : services.entrySet()) {
            evidenceDatabase.execute("create schema " + service.getKey() + "; set search_path = " + service.getKey());
            migrate(Path.of("../../platform/messaging/src/main/resources/swapr/messaging/db"));
            migrate(Path.of("../../" + service.getValue() + "/src/main/resources/db/migration"));
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
    void allInvariantsHoldForACorrectHistory() throws Exception {
        assertThat(broken()).isEmpty();
    }

    @Test
    void eachInvariantHasACaseThatBreaksIt() throws Exception {
        assertThat(contradictions().map(Contradiction::invariant))
                .containsAll(Oracle.invariants().stream()
                        .map(Oracle.Invariant::number)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void theNamedInvariantBreaks(Contradiction contradiction) throws Exception {
        evidenceDatabase.execute("begin");
        try {
            evidenceDatabase.execute("set local session_replication_role = replica"); // disables the foreign keys
            evidenceDatabase.execute(contradiction.sql());
            assertThat(broken()).contains(contradiction.invariant());
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

    static Stream<Contradiction> contradictions() throws IOException {
        var cases = EvidenceDatabase.resource("contradictions.sql").split("(?m)^-- (?=I)", -1);
        return Stream.of(cases).skip(1).map(text -> {
            var title = text.substring(0, text.indexOf('\n'));
            var space = title.indexOf(' ');
            return new Contradiction(
                    title.substring(0, space), title.substring(space + 1), text.substring(title.length()));
        });
    }
}
