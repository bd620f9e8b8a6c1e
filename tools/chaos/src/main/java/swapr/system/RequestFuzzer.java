package swapr.system;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import swapr.system.OpenApiCalls.Call;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates invalid requests: calls of openapi.yaml with valid values and one fault in a parameter, a field, a header,
 * the body or the method. The same seed gives the same faults.
 */
final class RequestFuzzer {

    /**
     * One request.
     *
     * @param call the call of openapi.yaml, like {@code POST /orders}
     * @param what a short description of the fault
     */
    @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
    record FuzzedRequest(
            String call, String what, String method, String path, Map<String, String> headers, byte[] body) {

        byte[] bytes() {
            byte[] head = RawConnection.head(method, path, headers);
            byte[] all = new byte[head.length + body.length];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            return all;
        }
    }

    /** The prefix of each correlation id, which finds the effects of the requests. */
    static final String CORRELATION = "odd-";

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
            return request(call, field + "." + part, replaced(object, field, odd(inner, part)));
        }
        return request(call, field, odd(object, field));
    }

    private String odd(ObjectNode object, String field) {
        return switch (random.nextInt(6)) {
            case 0 -> {
                ObjectNode copy = object.deepCopy();
                copy.remove(field);
                yield copy.toString();
            }
            case 1 ->
                replaced(
                        object,
                        field,
                        "\""
                                + pick(List.of("x", "\\u00e4", "\\ud83d\\ude00", " "))
                                        .repeat(LONG) + "\"");
            case 2 -> replaced(object, field, "[".repeat(LONG) + "]".repeat(LONG));
            default -> replaced(object, field, pick(FuzzTexts.VALUES));
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
            case "header" -> withHeader(good, name, value.replaceAll("[\\r\\n]", ""));
            case "path" ->
                new FuzzedRequest(
                        good.call(),
                        name,
                        good.method(),
                        calls.path(call, Map.of(name, encoded(value))),
                        good.headers(),
                        good.body());
            default ->
                new FuzzedRequest(
                        good.call(),
                        name,
                        good.method(),
                        good.path() + "?" + name + "=" + (random.nextInt(4) == 0 ? "%00%ff" : encoded(value))
                                + (random.nextBoolean() ? "&" + name + "=" + encoded(pick(FuzzTexts.TEXTS)) : ""),
                        good.headers(),
                        good.body());
        };
    }

    private FuzzedRequest oddHeader(Call call) {
        FuzzedRequest good = request(call, "header", calls.body(call));
        return switch (random.nextInt(8)) {
            case 0 -> withHeader(good, "Content-Type", pick(FuzzTexts.CONTENT_TYPES));
            case 1 ->
                withHeader(
                        good,
                        "Authorization",
                        pick(List.of("Bearer", "Bearer x.y.z", "Basic YTpi", "Bearer " + "z".repeat(4_000), "")));
            case 2 ->
                withHeader(good, "Accept", pick(List.of("text/html", "application/xml", "nonsense", "*/*;q=x", "")));
            case 3 -> withHeader(good, "Correlation-Id", pick(List.of("\u00e4", "x".repeat(LONG), "a b", "")));
            case 4 -> withHeader(good, "Range", "bytes=-1-0");
            case 5 -> withHeader(good, "If-None-Match", "W/\"" + "\u00e4".repeat(100) + "\"");
            case 6 ->
                withHeader(
                        good, "X-Forwarded-For", pick(List.of("127.0.0.1", "not an address", "1.1.1.1, ".repeat(50))));
            default -> withHeader(good, "Cookie", "a=" + "b".repeat(3_000));
        };
    }

    private FuzzedRequest oddBody(Call call) {
        byte[] good = calls.body(call).toString().getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(7)) {
            case 0 -> raw(call, "no body", new byte[0]);
            case 1 -> raw(call, "half a body", java.util.Arrays.copyOf(good, good.length / 2));
            case 2 -> raw(call, "not UTF-8", new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
            case 3 -> raw(call, "a list", bytes("[" + new String(good, StandardCharsets.UTF_8) + "]"));
            case 4 -> raw(call, "deep", bytes("{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000)));
            case 5 -> raw(call, "a name twice", bytes("{\"a\":1,\"a\":2}"));
            default -> raw(call, "too large", bytes("{\"a\":\"" + "b".repeat(300_000) + "\"}"));
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
        return raw(call, what, bytes(body.toString()));
    }

    private FuzzedRequest raw(Call call, String what, byte[] body) {
        byte[] sent = call.operation().has("requestBody") || random.nextInt(20) == 0 ? body : new byte[0];
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "127.0.0.1");
        headers.put("Correlation-Id", CORRELATION + UUID.randomUUID());
        if (call.operation().has("security")) {
            headers.put("Authorization", "Bearer " + known.apply("token:" + call));
        }
        if (sent.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        headers.put("Content-Length", Integer.toString(sent.length));
        for (JsonNode parameter : calls.parameters(call)) {
            if (parameter.path("in").asString().equals("header")
                    && parameter.path("required").asBoolean()) {
                headers.put(parameter.path("name").asString(), UUID.randomUUID().toString());
            }
        }
        return new FuzzedRequest(call.toString(), what, call.method(), calls.path(call, Map.of()), headers, sent);
    }

    private static FuzzedRequest withHeader(FuzzedRequest request, String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put(name, value);
        return new FuzzedRequest(
                request.call(), name + ": " + value, request.method(), request.path(), headers, request.body());
    }

    private static String replaced(ObjectNode object, String field, String value) {
        String mark = UUID.randomUUID().toString();
        ObjectNode copy = object.deepCopy();
        copy.put(field, mark);
        return copy.toString().replace("\"" + mark + "\"", value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
