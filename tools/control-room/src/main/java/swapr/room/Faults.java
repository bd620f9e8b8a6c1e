package swapr.room;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Faults and a load, which an operator causes. The room has no code for faults: another process, {@code ./swapr
 * faults}, has those of {@code ./swapr chaos}. In containers its program is in the image of the room.
 */
final class Faults {

    private static final List<String> FIELDS = List.of("do", "fault", "target", "rate");

    private final @Nullable FaultProcesses processes;
    private final String logCommand;
    private Map<String, Object> summary = Map.of();

    /**
     * @param processes null if the room has no program for faults
     * @param logCommand prints the log of the room
     */
    Faults(@Nullable FaultProcesses processes, String logCommand) {
        this.processes = processes;
        this.logCommand = logCommand;
    }

    /** The states of all targets, or that the process starts. */
    Answer states() {
        return send(FaultProcesses.STATES);
    }

    /**
     * The journal of the faults and the figures of the load, for the curves and the map. It starts no process: without
     * one, the journal is the last known one, and there is no load.
     */
    synchronized Answer summary() {
        try {
            var states = processes == null ? Optional.<JsonNode>empty() : processes.statesIfItRuns();
            if (states.isEmpty()) {
                return Answer.json(Map.of("journal", summary.getOrDefault("journal", List.of())));
            }
            keep(states.get());
        } catch (IOException e) {
            System.err.println("The journal of the faults is not new. " + e.getMessage());
        }
        return Answer.json(summary);
    }

    /** Causes or ends a fault, as the page asks in JSON. The answer has the states after it. */
    Answer change(String body) {
        var request = new LinkedHashMap<String, Object>();
        try {
            var wanted = Json.MAPPER.readTree(body);
            FIELDS.stream().filter(wanted::has).forEach(field -> request.put(field, wanted.get(field)));
        } catch (JacksonException e) {
            return Answer.problem(400, "The request is no JSON.");
        }
        return send(Json.of(request));
    }

    private synchronized Answer send(String request) {
        if (processes == null) {
            return Answer.problem(503, "This control room was started without a program for faults.");
        }
        try {
            var states = processes.ask(request);
            states.ifPresent(this::keep);
            return states.map(Faults::answer).orElseGet(() -> Answer.json(Map.of("starting", true)));
        } catch (IOException e) {
            return Answer.problem(
                    503,
                    "The process for faults cannot be used. %s Read the log: %s".formatted(e.getMessage(), logCommand));
        }
    }

    private void keep(JsonNode states) {
        summary = Map.of("journal", states.path("journal"), "load", states.path("load"));
    }

    private static Answer answer(JsonNode states) {
        var error = states.path("error").asString("");
        return error.isEmpty()
                ? Answer.of(200, "application/json", states.toString())
                : Answer.problem(409, Character.toUpperCase(error.charAt(0)) + error.substring(1) + ".");
    }
}
