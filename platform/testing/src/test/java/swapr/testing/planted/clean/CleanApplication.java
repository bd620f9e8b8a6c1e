package swapr.testing.planted.clean;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Follows all rules. */
@SpringBootApplication
public class CleanApplication {

    sealed interface CleanEvents {
        record Happened(String id, java.time.Instant at) implements CleanEvents {}
    }

    static class Decider {
        CleanEvents decide(String id, java.time.Instant now) {
            return new CleanEvents.Happened(id, now);
        }
    }
}
