package swapr.workshop;

import java.util.List;

/** Chooses and ends the incident of lab 14, and judges what a learner says about it. */
final class LabIncidents {

    private final LabState state;
    private final LabMarketplace marketplace;

    LabIncidents(LabState state, LabMarketplace marketplace) {
        this.state = state;
        this.marketplace = marketplace;
    }

    /** The incident that is chosen or planted. */
    Incidents incidents() {
        return Incidents.in(state.home());
    }

    /**
     * Chooses an incident before the lab is open, so that a wrong number changes nothing.
     *
     * @param number 0 chooses by lot
     * @throws IllegalStateException if the lab has no incidents and a number was given
     */
    void choose(Lab lab, int number) {
        if (hasIncidents(lab)) {
            incidents().choose(number);
        } else if (number != 0) {
            throw new IllegalStateException(
                    "lab %d has no incidents. Run ./swapr lab start 14 --incident %d".formatted(lab.number(), number));
        }
    }

    /** Chooses another incident by lot, if the lab has incidents. */
    void replace(Lab lab) {
        if (hasIncidents(lab)) {
            incidents().end(marketplace.running());
            incidents().choose(0);
        }
    }

    /** Removes the fault. In the data it would stay for the next lab. */
    void end() {
        if (incidents().isPlanted()) {
            incidents().end(marketplace.running());
        }
    }

    /**
     * Judges an accusation. Returns the lines for the learner.
     *
     * @throws IllegalStateException if no incident is open, or a word is unknown
     */
    List<String> accuse(String process, String cause, String evidence) {
        try (var _ = state.lock("accuse")) {
            return incidents().accuse(marketplace.running(), process, cause, evidence);
        }
    }

    private static boolean hasIncidents(Lab lab) {
        return lab.services().isEmpty();
    }
}
