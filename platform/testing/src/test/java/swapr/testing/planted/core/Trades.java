package swapr.testing.planted.core;

import java.time.Instant;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;

/** Three classes of the core, each with a dependency that the core must not have. */
class Trades {

    static class ReadsTheClock {
        Instant decide() {
            return Instant.now();
        }
    }

    sealed interface TradeEvents {
        record Sold(JsonNode payload) implements TradeEvents {}
    }

    static class UsesSpring {
        boolean evolve(String state) {
            return StringUtils.hasText(state);
        }
    }
}
