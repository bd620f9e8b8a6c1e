package swapr.sandbox.http;

/**
 * The response to a call.
 *
 * @param status the HTTP status
 * @param policy the Content-Security-Policy
 */
public record Answer(int status, String contentType, String body, String policy) {

    /** Nothing is loaded, run or framed. A page that needs more sets its own policy. */
    private static final String STRICT_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** No response: the connection is closed, so the caller has no result. */
    public static final Answer LOST = new Answer(0, "", "");

    /** With a policy that loads, runs and frames nothing. */
    public Answer(int status, String contentType, String body) {
        this(status, contentType, body, STRICT_POLICY);
    }

    /** With the JSON of this object. */
    public static Answer json(int status, Object body) {
        return new Answer(status, "application/json", JsonHttpServer.JSON.writeValueAsString(body));
    }

    /** A page with status 200 and its own Content-Security-Policy. */
    public static Answer html(String body, String policy) {
        return new Answer(200, "text/html; charset=utf-8", body, policy);
    }
}
