package swapr.system;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Heads of HTTP requests. It checks and escapes nothing. */
final class RequestHead {

    private RequestHead() {}

    /** A request head: the request line, these headers, and an empty line. */
    static byte[] head(String method, String path, Map<String, String> headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The header Host, and these names and values. */
    static Map<String, String> headers(String... namesAndValues) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Host", "127.0.0.1");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }
}
