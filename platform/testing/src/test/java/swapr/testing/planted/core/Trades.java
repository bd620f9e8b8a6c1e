package swapr.testing.planted.core;

import java.time.Instant;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;

/** Three aggregates and deciders with a wish each that the core must not have. */
class Trades {

    static class AsksTheTime {
        Instant decide() {
            return Instant.now();
        }
    }

    sealed interface TradeEvents {
        record Sold(JsonNode payload) implements TradeEvents {}
    }

    static class KnowsSpring {
        boolean evolve(String state) {
            return StringUtils.hasText(state);
        }
    }
}
