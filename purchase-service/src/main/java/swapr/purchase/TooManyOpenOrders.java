package swapr.purchase;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** 429: the buyer has reached the limit of open orders. */
final class TooManyOpenOrders extends ResponseStatusException {

    private static final long serialVersionUID = 1;

    private final long seconds;

    /**
     * @param open number of open orders
     * @param seconds time in seconds after which one of them is final at the latest
     */
    TooManyOpenOrders(int open, long seconds) {
        super(
                HttpStatus.TOO_MANY_REQUESTS,
                "You have %d open orders and cannot place more. Wait until one is final, or cancel one."
                        .formatted(open));
        this.seconds = Math.max(1, seconds);
    }

    @Override
    public HttpHeaders getHeaders() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return headers;
    }
}
