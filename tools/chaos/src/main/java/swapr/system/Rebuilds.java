package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import swapr.local.LocalMarketplace;

/** Rebuilds the projections, and records their contents for the comparison. */
final class Rebuilds {

    /** @param table its table, with the schema */
    private record Projection(String service, String name, String table) {}

    static final int TIMES = 2;

    private static final List<Projection> ALL = List.of(
            new Projection("listing", "listing-search", "listing.listing_search"),
            new Projection("analytics", "analytics-service", "analytics.facts"));
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private Rebuilds() {}

    /**
     * Rebuilds a projection. Returns the number of events that it was built from.
     *
     * @throws IllegalStateException if the service refuses the rebuild
     * @throws UncheckedIOException if the service does not answer within three minutes
     */
    static long rebuild(LocalMarketplace marketplace, String service, String projection) {
        var answer = Http.call(
                TIMEOUT,
                "POST",
                marketplace.managementUrl(service) + "/actuator/projections/" + projection,
                Map.of(),
                Map.of("Authorization", "Bearer " + marketplace.operatorToken()));
        if (answer.status() != 200) {
            throw new IllegalStateException(
                    "the rebuild of %s returned %d instead of 200".formatted(projection, answer.status()));
        }
        return answer.body().path("applied").asLong();
    }

    /** Stores the row count and the MD5 of each projection, at first and after each of two rebuilds. */
    static void take(LocalMarketplace marketplace, EvidenceDatabase evidenceDatabase) throws SQLException, IOException {
        var rows = new ArrayList<String[]>();
        for (var projection : ALL) {
            var times = 0;
            rows.add(contents(marketplace, projection, times));
            while (times < TIMES) {
                try {
                    rebuild(marketplace, projection.service(), projection.name());
                    rows.add(contents(marketplace, projection, ++times));
                } catch (IllegalStateException | UncheckedIOException e) {
                    rows.add(new String[] {projection.name(), Integer.toString(++times), "0", e.getMessage()});
                }
            }
        }
        evidenceDatabase.insert("observed.rebuilds", rows);
    }

    private static String[] contents(LocalMarketplace marketplace, Projection projection, int times) {
        var sessions = new DatabaseSessions(marketplace);
        return new String[] {
            projection.name(),
            Integer.toString(times),
            sessions.answer("select count(*) from " + projection.table()),
            sessions.answer(
                    "select md5(string_agg(t::text, E'\\n' order by t::text)) from %s t".formatted(projection.table()))
        };
    }
}
