package swapr.system;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The faults of the bank and of the mail server. They are set, and read back, over the interfaces of these servers. */
final class ServerFaults {

    /** The state of a server without a fault. */
    static final String NONE = "none";

    private static final Duration READ_TIMEOUT = Duration.ofMillis(500);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(2);
    /** Mailpit and our mail server have this answer to all refused e-mails. The sender tries again later. */
    private static final int ERROR_CODE = 451;

    private final FaultSite site;

    ServerFaults(FaultSite site) {
        this.site = site;
    }

    /** @param mode none, slow, down or lose_answer */
    void bank(String mode) {
        put("bank", mode, "/faults", Map.of("mode", mode));
    }

    /** @param mode none or refuse */
    void mail(String mode) {
        int probability = switch (mode) {
            case NONE -> 0;
            case "refuse" -> 100;
            default -> throw new IllegalArgumentException("the mode must be none or refuse, not " + mode);
        };
        put(
                "mail",
                mode,
                "/api/v1/chaos",
                Map.of("Recipient", Map.of("ErrorCode", ERROR_CODE, "Probability", probability)));
    }

    /** A server that does not run has no fault, because its faults are in its memory. */
    private void put(String server, String mode, String path, Object body) {
        try {
            var answer = Http.call(WRITE_TIMEOUT, "PUT", site.url(server) + path, body, Map.of());
            if (answer.status() != 200) {
                throw new IllegalStateException("the %s refused it: %s"
                        .formatted(server, answer.body().path("detail").asString("status " + answer.status())));
            }
        } catch (UncheckedIOException e) {
            if (!isAway(e) || !mode.equals(NONE)) {
                throw new IllegalStateException(
                        "the %s %s".formatted(server, isAway(e) ? "does not run" : "does not answer"), e);
            }
        }
    }

    /** Nothing listens at its address. A frozen server accepts a connection, and does not answer. */
    private static boolean isAway(UncheckedIOException e) {
        return e.getCause() instanceof ConnectException;
    }

    /** The mode of the bank; {@code away} or {@code no answer} if it cannot be read. */
    String bankState() {
        return state("bank", "/faults", answer -> answer.path("mode").asString("unknown"));
    }

    /** {@code refuse} or {@code none}; {@code away} or {@code no answer} if it cannot be read. */
    String mailState() {
        return state(
                "mail",
                "/api/v1/chaos",
                answer -> answer.at("/Recipient/Probability").asInt(0) > 0 ? "refuse" : NONE);
    }

    private String state(String server, String path, Function<JsonNode, String> mode) {
        try {
            return mode.apply(Http.call(READ_TIMEOUT, "GET", site.url(server) + path, null, Map.of())
                    .body());
        } catch (UncheckedIOException e) {
            return isAway(e) ? "away" : "no answer";
        }
    }
}
