package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates requests that no client of ours would send: each call of openapi.yaml with good values, and then one thing
 * wrong in a parameter, a field, a header or the body as a whole. The same seed gives the same faults.
 */
final class OddRequests {

    /**
     * One of them.
     *
     * @param call as openapi.yaml names it: {@code POST /orders}
     * @param what is wrong, in a few words
     */
    @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
    record OddRequest(String call, String what, String method, String path, Map<String, String> headers, byte[] body) {

        byte[] bytes() {
            byte[] head = RawConnection.head(method, path, headers);
            byte[] all = new byte[head.length + body.length];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            return all;
        }
    }

    private record Call(String method, String path, JsonNode operation) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Begins each request's correlation id, by which its effects are found. */
    static final String CORRELATION = "odd-";

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final int LONG = 5_000;

    /** JSON that may stand where a value is expected. */
    private static final List<String> ODD_VALUES = List.of(
            "null",
            "0",
            "-1",
            "1e400",
            "1e2000000",
            "0.1",
            "true",
            "[]",
            "[[[[]]]]",
            "{}",
            "\"\"",
            "\" \"",
            "\"\\u00a0\\u2003\"",
            "\"\\u200b\\u200d\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"a\\r\\nb\"",
            "\"\\u0007\\u001b[2J\"",
            "\"\\u202eabc\"",
            "\"\\u2066abc\\u2069\"",
            "\"-0.00\"",
            "\"1e9\"",
            "\"NaN\"",
            "\"99999999999999999999\"",
            "\"a..b@example.org\"",
            "\".a@example.org\"",
            "\"a.@example.org\"",
            "\"<script>alert(1)</script>\"",
            "\"'; drop table users; --\"",
            "\"00000000-0000-0000-0000-000000000000\"");

    /** Text that may stand in a query, a path or a header. */
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e9",
            "99999999999999999999",
            "null",
            "true",
            "[]",
            "{}",
            "'",
            "\"",
            "\\",
            "%",
            "&",
            "a b c d e f g h i j k l m n o p q r s t u v w x y z",
            "\u00e4",
            "\u202eabc",
            "\u200b",
            "\u0000",
            "\u0007",
            "a\u0001b",
            "\uD83D\uDE00",
            "../../actuator/health",
            "00000000-0000-0000-0000-000000000000",
            "2026-13-45T99:99:99Z",
            "+1000000000-12-31T23:59:59Z",
            "; drop table users; --");

    private static final List<String> CONTENT_TYPES = List.of(
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/json; charset=none",
            "nonsense",
            "application/*",
            "");

    private interface Fault {
        OddRequest apply(Call call);
    }

    private final JsonNode document;
    private final List<Call> calls = new ArrayList<>();
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
     * Reads the calls.
     *
     * @param root the checkout, whose contracts have openapi.yaml
     * @param known a good value for what the document cannot know, by name: {@code token:POST /orders}, {@code id:/orders}
     */
    OddRequests(Path root, long seed, Function<String, String> known) {
        this.random = new Random(seed);
        this.known = known;
        try {
            Map<String, Object> yaml = new Yaml().load(Files.readString(root.resolve("contracts/openapi.yaml")));
            document = Http.JSON.valueToTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        calls.add(new Call(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                operation.getValue()));
                    }
                }));
    }

    /** The next one: every call gets its turn. */
    OddRequest next(int number) {
        Call call = calls.get(number % calls.size());
        return faults.get(random.nextInt(faults.size())).apply(call);
    }

    /** Requests that would be good ones, one for each call. */
    List<OddRequest> good() {
        return calls.stream().map(call -> request(call, "nothing", body(call))).toList();
    }

    private OddRequest oddField(Call call) {
        JsonNode body = body(call);
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
            default -> replaced(object, field, pick(ODD_VALUES));
        };
    }

    private OddRequest oddParameter(Call call) {
        var parameters = call.operation()
                .path("parameters")
                .valueStream()
                .map(this::resolved)
                .toList();
        if (parameters.isEmpty()) {
            return oddHeader(call);
        }
        JsonNode parameter = pick(parameters);
        String name = parameter.path("name").asString();
        String value = random.nextInt(8) == 0 ? "y".repeat(LONG) : pick(ODD_TEXTS);
        OddRequest good = request(call, name, body(call));
        return switch (parameter.path("in").asString()) {
            case "header" -> withHeader(good, name, value.replaceAll("[\\r\\n]", ""));
            case "path" ->
                new OddRequest(
                        good.call(),
                        name,
                        good.method(),
                        path(call, Map.of(name, encoded(value))),
                        good.headers(),
                        good.body());
            default ->
                new OddRequest(
                        good.call(),
                        name,
                        good.method(),
                        good.path() + "?" + name + "=" + (random.nextInt(4) == 0 ? "%00%ff" : encoded(value))
                                + (random.nextBoolean() ? "&" + name + "=" + encoded(pick(ODD_TEXTS)) : ""),
                        good.headers(),
                        good.body());
        };
    }

    private OddRequest oddHeader(Call call) {
        OddRequest good = request(call, "header", body(call));
        return switch (random.nextInt(8)) {
            case 0 -> withHeader(good, "Content-Type", pick(CONTENT_TYPES));
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

    private OddRequest oddBody(Call call) {
        byte[] good = body(call).toString().getBytes(StandardCharsets.UTF_8);
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

    private OddRequest oddMethod(Call call) {
        OddRequest good = request(call, "method", body(call));
        String method =
                pick(List.of("TRACE", "OPTIONS", "PUT", "PATCH", "POST", "GET", "HEAD", "QUERY", "get", "X-NONE"));
        boolean changes = Set.of("PUT", "PATCH", "POST").contains(method) && !method.equals(good.method());
        return changes || method.equals(good.method())
                ? oddBody(call) // another call, which has its own turn
                : new OddRequest(good.call(), method, method, good.path(), good.headers(), good.body());
    }

    private OddRequest request(Call call, String what, Object body) {
        return raw(call, what, bytes(body.toString()));
    }

    private OddRequest raw(Call call, String what, byte[] body) {
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
        for (JsonNode parameter : call.operation()
                .path("parameters")
                .valueStream()
                .map(this::resolved)
                .toList()) {
            if (parameter.path("in").asString().equals("header")
                    && parameter.path("required").asBoolean()) {
                headers.put(parameter.path("name").asString(), UUID.randomUUID().toString());
            }
        }
        return new OddRequest(call.toString(), what, call.method(), path(call, Map.of()), headers, sent);
    }

    private String path(Call call, Map<String, String> values) {
        String path = call.path();
        for (String part : path.split("/", -1)) {
            if (part.startsWith("{")) {
                String name = part.substring(1, part.length() - 1);
                String prefix = path.substring(0, path.indexOf("/" + part));
                path = path.replace(part, values.getOrDefault(name, known.apply(name + ":" + prefix)));
            }
        }
        return "/api" + path;
    }

    private JsonNode body(Call call) {
        JsonNode schema = call.operation()
                .at("/requestBody/content")
                .path("application/json")
                .path("schema");
        return schema.isMissingNode() ? Http.JSON.createObjectNode() : example(schema);
    }

    /** A value that the schema allows: its example, or the simplest one. */
    private JsonNode example(JsonNode reference) {
        JsonNode schema = resolved(reference);
        if (schema.path("properties").isObject()) {
            ObjectNode object = Http.JSON.createObjectNode();
            schema.path("properties").properties().forEach(property -> object.set(property.getKey(), named(property)));
            return object;
        }
        if (schema.path("examples").isArray()) {
            return schema.path("examples").get(0);
        }
        if (schema.path("enum").isArray()) {
            return schema.path("enum").get(0);
        }
        return switch (schema.path("type").asString()) {
            case "integer" -> Http.JSON.valueToTree(1);
            case "boolean" -> Http.JSON.valueToTree(true);
            default -> Http.JSON.valueToTree("some words");
        };
    }

    private JsonNode named(Map.Entry<String, JsonNode> property) {
        String value = known.apply("field:" + property.getKey());
        return value.isEmpty() ? example(property.getValue()) : Http.JSON.valueToTree(value);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    private static OddRequest withHeader(OddRequest request, String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put(name, value);
        return new OddRequest(
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
