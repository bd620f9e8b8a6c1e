package swapr.system;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks the invariants in a filled {@link EvidenceDatabase}. Each one is a query for rows that contradict it. */
final class Oracle {

    /**
     * One invariant of {@code invariants.sql}.
     *
     * @param number its id, such as I1
     * @param sentence the statement that must hold
     * @param facts a query for the number of checked facts
     * @param contradictions a query for rows that contradict the statement
     */
    record Invariant(String number, String sentence, String facts, String contradictions) {}

    /**
     * The result of one invariant.
     *
     * @param facts the number of checked facts; a result about zero facts proves nothing
     * @param contradictions the rows that contradict the invariant; empty if it holds
     */
    record Verdict(Invariant invariant, long facts, List<String> contradictions) {

        boolean holds() {
            return contradictions.isEmpty();
        }
    }

    private static final Pattern BLOCK =
            Pattern.compile("-- (I\\w+) ([^\\n]+)\\n-- facts: ([^\\n]+)\\n(.*?);\\s*(?=-- I|\\z)", Pattern.DOTALL);

    private Oracle() {}

    static List<Invariant> invariants() throws IOException {
        var found = new ArrayList<Invariant>();
        var blocks = BLOCK.matcher(EvidenceDatabase.resource("invariants.sql"));
        while (blocks.find()) {
            found.add(new Invariant(blocks.group(1), blocks.group(2), blocks.group(3), blocks.group(4)));
        }
        return found;
    }

    static List<Verdict> judge(EvidenceDatabase evidenceDatabase) throws IOException, SQLException {
        var verdicts = new ArrayList<Verdict>();
        for (var invariant : invariants()) {
            try {
                verdicts.add(new Verdict(
                        invariant,
                        evidenceDatabase.count(invariant.facts()),
                        evidenceDatabase.rows(invariant.contradictions())));
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "the query of %s failed: %s".formatted(invariant.number(), e.getMessage()), e);
            }
        }
        return verdicts;
    }
}
