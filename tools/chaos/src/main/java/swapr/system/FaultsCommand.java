package swapr.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;

/**
 * {@code ./swapr faults}: causes faults for the control room. Each line of its input is a request, such as
 * {@code {"do": "begin", "fault": "freeze", "target": "kafka"}}. It writes the states when it is ready, and after each
 * request, as one line of JSON. When the input ends, all faults end. So no fault stays if the control room is killed.
 */
public final class FaultsCommand {

    private FaultsCommand() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            System.err.println("swapr: ./swapr faults has no options. It reads requests of the control room, one in"
                    + " each line. Open the page Faults of the control room instead");
            System.exit(2);
        }
        try (var faults = new OperatorFaults(FaultSite.of(System.getenv()));
                var _ = new FaultScope(faults::close);
                var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            answer(faults, in, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        }
    }

    private static void answer(OperatorFaults faults, BufferedReader in, PrintStream out) throws IOException {
        out.println(Http.JSON.writeValueAsString(faults.states()));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var answer = new LinkedHashMap<String, Object>();
            try {
                act(faults, Http.JSON.readTree(line));
            } catch (RuntimeException e) {
                answer.put("error", String.valueOf(e.getMessage()));
            }
            answer.putAll(faults.states());
            out.println(Http.JSON.writeValueAsString(answer));
        }
    }

    private static void act(OperatorFaults faults, JsonNode request) {
        var target = request.path("target").asString("");
        switch (request.path("do").asString("")) {
            case "begin" -> faults.begin(request.path("fault").asString(""), target);
            case "end" -> faults.end(request.path("fault").asString(""));
            case "undo_everything" -> faults.undoEverything();
            case "load" -> faults.load(request.path("rate").asInt(-1));
            case "states" -> {} // each answer has them
            default -> throw new IllegalArgumentException("the request has no \"do\" that is known");
        }
    }
}
