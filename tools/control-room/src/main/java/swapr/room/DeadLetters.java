package swapr.room;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The dead letters of all services, and the changes of the operator: redrive and discard. */
final class DeadLetters {

    /** The number of listed dead letters of each service. After a flood there are thousands. */
    private static final int LISTED = 100;

    private static final List<String> SELECTIONS = List.of("consumer", "key", "handler", "exception");

    private final Services services;

    DeadLetters(Services services) {
        this.services = services;
    }

    /** The open dead letters and their groups, each with its service, and the services that did not answer. */
    Answer all() {
        if (!services.isSignedIn()) {
            return Answer.problem(503, Services.NO_TOKEN);
        }
        var groups = new ArrayList<JsonNode>();
        var letters = new ArrayList<JsonNode>();
        var away = new TreeMap<String, String>();
        for (var service : services.names()) {
            try {
                var answer = services.read(service, "deadletters?limit=" + LISTED)
                        .orElseThrow(() -> new IOException("It has no endpoint deadletters."));
                addAll(groups, service, answer.path("groups"));
                addAll(letters, service, answer.path("dead_letters"));
            } catch (IOException e) {
                away.put(service, String.valueOf(e.getMessage()));
            }
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put("most", LISTED);
        answer.put("groups", groups);
        answer.put("dead_letters", letters);
        answer.put("away", away);
        return Answer.json(answer);
    }

    private static void addAll(List<JsonNode> all, String service, JsonNode rows) {
        rows.forEach(row -> all.add(((ObjectNode) row).put("service", service)));
    }

    /** One dead letter, open or closed. */
    Answer one(String service, String id) {
        if (!services.isSignedIn()) {
            return Answer.problem(503, Services.NO_TOKEN);
        }
        try {
            return services.read(service, "deadletters/" + id).map(Answer::json).orElseGet(() -> unknown(service, id));
        } catch (IOException e) {
            return Answer.problem(503, service + " has this dead letter. " + e.getMessage());
        }
    }

    private static Answer unknown(String service, String id) {
        return Answer.problem(404, service + " has no dead letter " + id + ". Check the number.");
    }

    /** Requests the redrive of one dead letter. */
    Answer redrive(String service, String id) {
        return send("POST", service, "deadletters/" + id, Map.of());
    }

    /** Requests the redrive of all parked dead letters of a consumer, key, handler or exception. */
    Answer redriveAll(String service, String body) {
        var selection = new LinkedHashMap<String, Object>();
        var wanted = read(body);
        SELECTIONS.forEach(name -> {
            if (wanted.path(name).isString()) {
                selection.put(name, wanted.path(name).asString());
            }
        });
        return selection.isEmpty()
                ? Answer.problem(400, "Select by consumer, key, handler or exception.")
                : send("POST", service, "deadletters", selection);
    }

    /** Discards one dead letter. The service stores the reason. */
    Answer discard(String service, String id, String body) {
        var reason = read(body).path("reason").asString("").strip();
        if (reason.isEmpty()) {
            return Answer.problem(400, "A discard needs a reason. The reason is stored with the dead letter.");
        }
        var encoded = URLEncoder.encode(reason, StandardCharsets.UTF_8);
        return send("DELETE", service, "deadletters/" + id + "?reason=" + encoded, null);
    }

    private static JsonNode read(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return Json.MAPPER.createObjectNode();
        }
    }

    /** Sends a change to the service, and passes its answer on. */
    private Answer send(String method, String service, String endpoint, @Nullable Object body) {
        if (!services.isSignedIn()) {
            return Answer.problem(503, Services.NO_TOKEN);
        }
        try {
            var reply = services.send(method, service, endpoint, body);
            if (reply.status() < 300) {
                return Answer.of(reply.status(), "application/json", reply.body());
            }
            var detail = read(reply.body()).path("detail").asString("");
            return Answer.problem(
                    reply.status(), detail.isEmpty() ? service + " answered " + reply.status() + "." : detail + ".");
        } catch (IOException e) {
            return Answer.problem(503, service + " did not accept it. " + e.getMessage());
        }
    }
}
