package swapr.workshop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import swapr.local.LocalMarketplace;
import swapr.system.ConsumerLags;
import swapr.system.DatabaseSessions;
import swapr.system.Waiting;

/** The work of the marketplace that is not finished: events that are not sent, and events that are not read. */
record OpenWork(LocalMarketplace marketplace) {

    /**
     * Waits until nothing is open, so that no figure changes any more.
     *
     * @throws IllegalStateException if work is still open after this time; the message names it
     */
    void awaitNone(Duration atMost) {
        var open = new ArrayList<String>();
        boolean atRest = Waiting.until(atMost, () -> {
            open.clear();
            open.addAll(all());
            return open.isEmpty();
        });
        if (!atRest && !Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException(
                    ("the marketplace is not at rest after %d s: %s. If this is your reader, its handler may never end."
                                    + " See the log of its service, such as ./swapr logs listing")
                            .formatted(atMost.toSeconds(), String.join(", ", open)));
        }
    }

    /** All open work for people, or "nothing". */
    String text() {
        var all = all();
        return all.isEmpty() ? "nothing" : String.join(", ", all);
    }

    /** Each kind of open work, with its count. */
    List<String> all() {
        var open = new ArrayList<String>();
        try {
            long unsent = new DatabaseSessions(marketplace).unsent();
            if (unsent > 0) {
                open.add("%d events are in the outboxes".formatted(unsent));
            }
            new ConsumerLags(marketplace)
                    .read()
                    .forEach((group, lag) -> open.add("%s has not read %d records".formatted(group, lag)));
        } catch (SQLException | ExecutionException e) {
            open.add(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open.add("interrupted");
        }
        return open;
    }
}
