package swapr.room;

import com.sun.net.httpserver.Headers;
import java.net.URI;

/**
 * A request of the page.
 *
 * @param body its text; empty if it has none
 */
record Request(String method, URI address, Headers headers, String body) {

    /** A longer body is cut, and is then no JSON. */
    static final int LONGEST_BODY = 8_192;

    String path() {
        return address.getPath();
    }

    /** The method and the path, such as {@code GET /room/}. */
    String call() {
        return method + " " + path();
    }
}
