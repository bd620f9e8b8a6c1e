package swapr.system;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Asks of a filled {@link EvidenceDatabase} whether the invariants hold. Each is a query for what contradicts it. */
final class Oracle {

    /** A sentence that must be true, how many facts it is about, and a query for rows that make it false. */
    record Invariant(String number, String sentence, String facts, String contradictions) {}

    /**
     * What became of one invariant.
     *
     * @param facts how many things were looked at: an invariant about nothing says nothing
     * @param contradictions the rows that make it false; none when it holds
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
                throw new IllegalStateException(invariant.number() + " cannot be asked: " + e.getMessage(), e);
            }
        }
        return verdicts;
    }
}
