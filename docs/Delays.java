import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Measures how long readers are behind a write. Needs a running marketplace without other users. Prints the table of
 * docs/architecture/consistency.md:
 *
 * <pre>
 * java docs/Delays.java "$(./swapr token ada)" "$(./swapr token bob)"
 * </pre>
 *
 * A third argument is the URL of the edge, by default http://127.0.0.1:8080. A fourth is the number of runs.
 */
class Delays {

    record Answer(int status, String body) {
        String field(String name) {
            var found = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(body);
            if (!found.find()) {
                throw new IllegalStateException("no " + name + " in " + status + " " + body);
            }
            return found.group(1);
        }
    }

    /** Polling more often would take processor time from the services. */
    private static final long POLL_MILLIS = 10;

    private static final long MAX_MILLIS = 60_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String api;
    private final String ada;
    private final String bob;
    private final int runs;

    Delays(String api, String ada, String bob, int runs) {
        this.api = api + "/api";
        this.ada = ada;
        this.bob = bob;
        this.runs = runs;
    }

    public static void main(String[] arguments) throws Exception {
        new Delays(
                        arguments.length > 2 ? arguments[2] : "http://127.0.0.1:8080",
                        arguments[0],
                        arguments[1],
                        arguments.length > 3 ? Integer.parseInt(arguments[3]) : 20)
                .measure();
    }

    private void measure() throws Exception {
        for (int i = 0; i < 10; i++) { // so that the first measured run finds warm services
            order(list("Warm up"));
        }
        System.out.printf("| from the answer to | until | median | 90 %% | max |%n|---|---|---|---|---|%n");
        afterListing("`GET /listings/{id}` shows it", sale -> get("/listings/" + sale.listing(), null).status() == 200);
        afterListing("the search shows it", sale -> search(sale, "AVAILABLE").contains(sale.listing()));
        afterListing("the figures of analytics count it", sale -> !created().equals(sale.before()));
        afterOrder("`GET /orders/{id}` shows it", sale -> get("/orders/" + sale.order(), bob).status() == 200);
        afterOrder("the order is CONFIRMED", sale -> is("CONFIRMED", get("/orders/" + sale.order(), bob)));
        afterOrder("the listing is SOLD", sale -> is("SOLD", get("/listings/" + sale.listing(), null)));
        afterOrder("the search shows it as SOLD", sale -> search(sale, "SOLD").contains(sale.listing()));
        afterOrder("the buyer has a notification", sale -> get("/notifications", bob).body().contains(sale.title()));
        afterOrder("the figures of analytics count it", sale -> !confirmed().equals(sale.before()));
    }

    /** One run. {@code before} has the figures of analytics before the request. */
    record Sale(String title, String listing, String order, String before) {}

    interface Check {
        boolean isTrue(Sale sale) throws Exception;
    }

    private void afterListing(String until, Check check) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            rest();
            String before = created();
            String title = title();
            var sale = new Sale(title, list(title), "", before);
            millis.add(millisUntil(check, sale));
        }
        print("`POST /listings`", until, millis);
    }

    private void afterOrder(String until, Check check) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            String title = title();
            String listing = list(title);
            rest();
            String before = confirmed();
            var sale = new Sale(title, listing, order(listing), before);
            millis.add(millisUntil(check, sale));
        }
        print("`POST /orders`", until, millis);
    }

    private static String title() {
        return "Pair" + UUID.randomUUID().toString().replace("-", "");
    }

    private String search(Sale sale, String status) throws Exception {
        return get("/listings?status=" + status + "&q=" + sale.title(), null).body();
    }

    /** Waits until the previous run has no more work and the figures of analytics are not cached any more. */
    private static void rest() throws InterruptedException {
        Thread.sleep(1_500);
    }

    private static double millisUntil(Check check, Sale sale) throws Exception {
        long start = System.nanoTime();
        while (!check.isTrue(sale)) {
            if (System.nanoTime() - start > MAX_MILLIS * 1_000_000) {
                throw new IllegalStateException("not seen after " + MAX_MILLIS + " ms");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String from, String until, List<Double> millis) {
        Collections.sort(millis);
        System.out.printf(
                "| %s | %s | %.0f ms | %.0f ms | %.0f ms |%n",
                from,
                until,
                millis.get((millis.size() - 1) / 2),
                millis.get((int) Math.ceil(millis.size() * 0.9) - 1),
                millis.getLast());
    }

    private String list(String title) throws Exception {
        return post("/listings", ada, null, """
                {"title":"%s","brand":"Nike","size":"42.5","condition":"NEW",\
                "price":{"amount":"250.00","currency":"USD"}}""".formatted(title), 201);
    }

    private String order(String listing) throws Exception {
        return post("/orders", bob, UUID.randomUUID().toString(), """
                {"listing_id":"%s","payment_token":"tok_ok"}""".formatted(listing), 202);
    }

    private String created() throws Exception {
        return get("/analytics/weekly-listings", null).body();
    }

    private String confirmed() throws Exception {
        return get("/analytics/funnel", null).field("confirmed");
    }

    private static boolean is(String status, Answer answer) {
        return answer.field("status").equals(status);
    }

    /** Returns the id of the new resource. */
    private String post(String path, String token, String key, String body, int expected) throws Exception {
        var request = request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        Answer answer = send(request);
        if (answer.status() != expected) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.field("id");
    }

    private Answer get(String path, String token) throws Exception {
        return send(request(path, token));
    }

    private HttpRequest.Builder request(String path, String token) {
        var request = HttpRequest.newBuilder(URI.create(api + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }
}
