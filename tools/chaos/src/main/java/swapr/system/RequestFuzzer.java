package swapr.system;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import swapr.system.OpenApiCalls.Call;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates invalid requests: calls of openapi.yaml with valid values and one fault in a parameter, a field, a header,
 * the body or the method. The same seed gives the same faults.
 */
final class RequestFuzzer {

    private static final int LONG = 5_000;

    private interface Fault {
        FuzzedRequest apply(Call call);
    }

    private final OpenApiCalls calls;
    private final Random random;
    private final Function<String, String> known;
    private final List<Fault> faults = List.of(
            this::oddField,
            this::oddField,
            this::oddField,
            this::oddParameter,
            this::oddParameter,
            this::oddHeader,
            this::oddBody,
            this::oddMethod);

    /**
     * Creates a generator for these calls.
     *
     * @param known returns a valid value that the document does not contain, such as the token of a call for
     *     {@code token:POST /orders}
     */
    RequestFuzzer(OpenApiCalls calls, long seed, Function<String, String> known) {
        this.calls = calls;
        this.random = new Random(seed);
        this.known = known;
    }

    /** Returns a request for the call with this number, modulo the number of calls. */
    FuzzedRequest next(int number) {
        Call call = calls.all().get(number % calls.all().size());
        return faults.get(random.nextInt(faults.size())).apply(call);
    }

    private FuzzedRequest oddField(Call call) {
        JsonNode body = calls.body(call);
        if (!(body instanceof ObjectNode object) || object.isEmpty()) {
            return oddParameter(call);
        }
        String field = pick(List.copyOf(object.propertyNames()));
        if (object.get(field) instanceof ObjectNode inner && !inner.isEmpty() && random.nextBoolean()) {
            String part = pick(List.copyOf(inner.propertyNames()));
            return request(call, field + "." + part, JsonEdits.with(object, field, odd(inner, part)));
        }
        return request(call, field, odd(object, field));
    }

    private String odd(ObjectNode object, String field) {
        return switch (random.nextInt(6)) {
            case 0 -> JsonEdits.without(object, field).toString();
            case 1 ->
                JsonEdits.with(
                        object,
                        field,
                        "\""
                                + pick(List.of("x", "\\u00e4", "\\ud83d\\ude00", " "))
                                        .repeat(LONG) + "\"");
            case 2 -> JsonEdits.with(object, field, "[".repeat(LONG) + "]".repeat(LONG));
            default -> JsonEdits.with(object, field, pick(FuzzTexts.VALUES));
        };
    }

    private FuzzedRequest oddParameter(Call call) {
        var parameters = calls.parameters(call);
        if (parameters.isEmpty()) {
            return oddHeader(call);
        }
        JsonNode parameter = pick(parameters);
        String name = parameter.path("name").asString();
        String value = random.nextInt(8) == 0 ? "y".repeat(LONG) : pick(FuzzTexts.TEXTS);
        FuzzedRequest good = request(call, name, calls.body(call));
        return switch (parameter.path("in").asString()) {
            case "header" -> good.withHeader(name, value.replaceAll("[\\r\\n]", ""));
            case "path" -> good.withPath(name, calls.path(call, Map.of(name, encoded(value))));
            default ->
                good.withPath(
                        name,
                        good.path() + "?" + name + "=" + (random.nextInt(4) == 0 ? "%00%ff" : encoded(value))
                                + (random.nextBoolean() ? "&" + name + "=" + encoded(pick(FuzzTexts.TEXTS)) : ""));
        };
    }

    private FuzzedRequest oddHeader(Call call) {
        var header = pick(FuzzTexts.HEADERS);
        return request(call, "header", calls.body(call)).withHeader(header.getKey(), pick(header.getValue()));
    }

    private FuzzedRequest oddBody(Call call) {
        byte[] good = calls.body(call).toString().getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(7)) {
            case 0 -> raw(call, "no body", new byte[0]);
            case 1 -> raw(call, "half a body", Arrays.copyOf(good, good.length / 2));
            case 2 -> raw(call, "not UTF-8", new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
            case 3 -> raw(call, "a list", FuzzTexts.bytes("[" + new String(good, StandardCharsets.UTF_8) + "]"));
            case 4 -> raw(call, "deep", FuzzTexts.bytes("{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000)));
            case 5 -> raw(call, "a name twice", FuzzTexts.bytes("{\"a\":1,\"a\":2}"));
            default -> raw(call, "too large", FuzzTexts.bytes("{\"a\":\"" + "b".repeat(300_000) + "\"}"));
        };
    }

    private FuzzedRequest oddMethod(Call call) {
        FuzzedRequest good = request(call, "method", calls.body(call));
        String method =
                pick(List.of("TRACE", "OPTIONS", "PUT", "PATCH", "POST", "GET", "HEAD", "QUERY", "get", "X-NONE"));
        boolean changes = Set.of("PUT", "PATCH", "POST").contains(method) && !method.equals(good.method());
        return changes || method.equals(good.method())
                ? oddBody(call) // the method would make it another valid call
                : new FuzzedRequest(good.call(), method, method, good.path(), good.headers(), good.body());
    }

    private FuzzedRequest request(Call call, String what, Object body) {
        return raw(call, what, FuzzTexts.bytes(body.toString()));
    }

    private FuzzedRequest raw(Call call, String what, byte[] body) {
        byte[] sent = call.operation().has("requestBody") || random.nextInt(20) == 0 ? body : new byte[0];
        return FuzzedRequest.of(call, what, calls, known, sent);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
