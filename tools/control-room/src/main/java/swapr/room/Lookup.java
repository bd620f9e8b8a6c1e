package swapr.room;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** The answers that a person asks for with a click: a journey, and the history of an order. */
final class Lookup {

    private final Services services;
    private final Choreography choreography;

    Lookup(Services services, Choreography choreography) {
        this.services = services;
        this.choreography = choreography;
    }

    /** The messages with this correlation id, their reactions and effects, and the processes that did not answer. */
    Answer journey(String correlationId) {
        if (!isCorrelationId(correlationId)) {
            return notACorrelationId();
        }
        if (!services.isSignedIn()) {
            return Answer.problem(503, Services.NO_TOKEN);
        }
        var answers = new ConcurrentHashMap<String, JsonNode>();
        var away = new ConcurrentHashMap<String, String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            services.names().forEach(service -> threads.execute(() -> ask(service, correlationId, answers, away)));
        }
        var journey = new Journey(choreography, new TreeMap<>(answers), away.keySet());
        if (journey.messages().isEmpty() && away.isEmpty()) {
            return Answer.problem(
                    404, "No service has a message with the correlation id " + correlationId + ". Check the id.");
        }
        var effects = new Effects(services);
        effects.read(journey.messages());
        away.putAll(effects.away());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("correlation_id", correlationId);
        answer.put("messages", journey.messages());
        answer.put("effects", effects.found());
        answer.put("away", new TreeMap<>(away));
        return Answer.json(answer);
    }

    static boolean isCorrelationId(String text) {
        return text.matches("[A-Za-z0-9._:-]{1,64}");
    }

    static Answer notACorrelationId() {
        return Answer.problem(404, "This is not a correlation id. It has up to 64 letters, digits and . _ : -");
    }

    private void ask(String service, String correlationId, Map<String, JsonNode> answers, Map<String, String> away) {
        try {
            if (!choreography.knows(service)) {
                choreography.add(services.read(service, "choreography")
                        .orElseThrow(() -> new IOException("It has no endpoint choreography.")));
            }
            services.read(service, "journey/" + correlationId + "?bodies=true")
                    .ifPresent(answer -> answers.put(service, answer));
        } catch (IOException e) {
            away.put(service, String.valueOf(e.getMessage()));
        }
    }

    /** The open orders, as purchase-service has them. */
    Answer openOrders() {
        return ofPurchase("openorders", "purchase-service cannot list its open orders. It may be an older version.");
    }

    private Answer ofPurchase(String path, String notFound) {
        if (!services.isSignedIn()) {
            return Answer.problem(503, Services.NO_TOKEN);
        }
        try {
            return services.read("purchase-service", path)
                    .map(Answer::json)
                    .orElseGet(() -> Answer.problem(404, notFound));
        } catch (IOException e) {
            return Answer.problem(503, "purchase-service has the orders. " + e.getMessage());
        }
    }

    /** The events of an order, and the state after each of them, as purchase-service computes it. */
    Answer order(String id) {
        if (!id.matches("[0-9a-f-]{36}")) {
            return Answer.problem(404, "This is not the id of an order. It is a UUID.");
        }
        return ofPurchase("orders/" + id, "There is no order with the id " + id + ". Check the id.");
    }
}
