package swapr.system;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import swapr.system.OpenApiCalls.Call;
import tools.jackson.databind.JsonNode;

/**
 * One request of {@link RequestFuzzer}.
 *
 * @param call the call of openapi.yaml, like {@code POST /orders}
 * @param what a short description of the fault
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, never compared
record FuzzedRequest(String call, String what, String method, String path, Map<String, String> headers, byte[] body) {

    /** The prefix of each correlation id, which finds the effects of the requests. */
    static final String CORRELATION = "odd-";

    /**
     * A valid request with this body.
     *
     * @param known returns the token of a call, such as {@code token:POST /orders}
     */
    static FuzzedRequest of(Call call, String what, OpenApiCalls calls, Function<String, String> known, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "127.0.0.1");
        headers.put("Correlation-Id", CORRELATION + UUID.randomUUID());
        if (call.operation().has("security")) {
            headers.put("Authorization", "Bearer " + known.apply("token:" + call));
        }
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        headers.put("Content-Length", Integer.toString(body.length));
        for (JsonNode parameter : calls.parameters(call)) {
            if (parameter.path("in").asString().equals("header")
                    && parameter.path("required").asBoolean()) {
                headers.put(parameter.path("name").asString(), UUID.randomUUID().toString());
            }
        }
        return new FuzzedRequest(call.toString(), what, call.method(), calls.path(call, Map.of()), headers, body);
    }

    byte[] bytes() {
        byte[] head = RequestHead.head(method, path, headers);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    FuzzedRequest withHeader(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new FuzzedRequest(call, name + ": " + value, method, path, changed, body);
    }

    FuzzedRequest withPath(String fault, String other) {
        return new FuzzedRequest(call, fault, method, other, headers, body);
    }
}
