package swapr.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "spring.http.clients.read-timeout=500ms"})
class EdgeTest {

    private static final Upstream USER = new Upstream();
    private static final Upstream LISTING = new Upstream();
    private static final Upstream PURCHASE = new Upstream();
    private static final Upstream NOTIFICATION = new Upstream();
    private static final Map<String, Upstream> SERVICES =
            Map.of("user", USER, "listing", LISTING, "purchase", PURCHASE, "notification", NOTIFICATION);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final int managementPort;

    @Autowired
    EdgeTest(@LocalServerPort int port, @LocalManagementPort int managementPort) {
        this.port = port;
        this.managementPort = managementPort;
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        SERVICES.forEach((name, service) -> properties.add("swapr.edge." + name, service::url));
        properties.add("swapr.edge.analytics", EdgeTest::unusedAddress);
        properties.add("swapr.edge.hosts", () -> "Shop.example");
        properties.add("swapr.edge.notification", () -> unusedAddress() + "," + NOTIFICATION.url());
    }

    /** An address on which no server listens any more. */
    private static String unusedAddress() {
        try (var closed = new Upstream()) {
            return closed.url();
        }
    }

    @BeforeEach
    void answerWithSuccess() {
        SERVICES.values().forEach(service -> service.answers(exchange -> Upstream.respond(exchange, 200, "{}")));
    }

    @AfterEach
    void close() {
        http.close();
        SERVICES.values().forEach(Upstream::seen);
    }

    @ParameterizedTest
    @CsvSource({
        "user, /api/users, /users",
        "user, /api/users/me, /users/me",
        "user, /api/sessions, /sessions",
        "user, /api/.well-known/jwks.json, /.well-known/jwks.json",
        "listing, /api/listings, /listings",
        "listing, /api/listings/7/price-reductions, /listings/7/price-reductions",
        "listing, /api/listings?q=air%20jordan&min_price=1&q=b%2Bc, /listings?q=air%20jordan&min_price=1&q=b%2Bc",
        "purchase, /api/orders, /orders",
        "purchase, /api/orders/7/events, /orders/7/events",
        "notification, /api/notifications, /notifications"
    })
    void eachPathGoesToTheServiceThatOwnsIt(String service, String path, String arrivesAs) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);

        assertThat(Objects.requireNonNull(SERVICES.get(service)).seen())
                .singleElement()
                .satisfies(seen -> {
                    assertThat(seen.uri().split("\\?", 2)[0])
                            .isEqualTo(arrivesAs.split("\\?", 2)[0]);
                    assertThat(parameters(seen.uri())).containsExactlyInAnyOrderElementsOf(parameters(arrivesAs));
                });
        assertThat(SERVICES.values())
                .allSatisfy(other -> assertThat(other.seen()).isEmpty());
    }

    @Test
    void requestsAndAnswersPassUnchanged() throws Exception {
        LISTING.answers(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"3\"");
            Upstream.respond(exchange, 409, "{\"title\":\"Conflict é\"}");
        });

        var answer = send(request("/api/listings/7")
                .method("PATCH", BodyPublishers.ofString("{\"title\":\"Jördan\"}"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer abc")
                .header("Idempotency-Key", "k-1"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("{\"title\":\"Conflict é\"}");
        assertThat(answer.headers().firstValue("ETag")).contains("\"3\"");
        assertThat(LISTING.seen()).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo("PATCH");
            assertThat(seen.body()).isEqualTo("{\"title\":\"Jördan\"}");
            assertThat(seen.header("Authorization")).containsExactly("Bearer abc");
            assertThat(seen.header("Idempotency-Key")).containsExactly("k-1");
            assertThat(seen.header("Accept-Encoding")).isEmpty();
            assertThat(seen.header("Upgrade")).isEmpty();
        });
    }

    @Test
    void anUnreachableInstanceIsSkippedAndTheBodyIsKept() throws Exception {
        for (var i = 0; i < 4; i++) {
            var answer = send(request("/api/notifications").POST(BodyPublishers.ofString("{\"nr\":" + i + "}")));

            assertThat(answer.statusCode()).isEqualTo(200);
        }

        assertThat(NOTIFICATION.seen())
                .extracting(Upstream.Seen::body)
                .containsExactly("{\"nr\":0}", "{\"nr\":1}", "{\"nr\":2}", "{\"nr\":3}");
    }

    @Test
    void anEmptyAnswerStaysEmpty() throws Exception {
        LISTING.answers(exchange -> Upstream.respond(exchange, 204, ""));

        var answer = send(request("/api/listings/7").DELETE());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void theCallersCorrelationIdIsKeptAndReturnedOnce() throws Exception {
        USER.answers(exchange -> {
            exchange.getResponseHeaders().set("Correlation-Id", "from-the-service");
            Upstream.respond(exchange, 200, "{}");
        });

        var answer = send(request("/api/users/me").header("Correlation-Id", "my-story:1"));

        assertThat(answer.headers().allValues("Correlation-Id")).containsExactly("my-story:1");
        assertThat(USER.seen())
                .singleElement()
                .satisfies(seen -> assertThat(seen.header("Correlation-Id")).containsExactly("my-story:1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "two words",
                "ünsafe",
                "<script>",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void anInvalidCorrelationIdIsReplaced(String given) throws Exception {
        var answer = raw("GET /api/users/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCorrelation-Id: "
                + given + "\r\n\r\n");

        String arrived = USER.seen().getFirst().header("Correlation-Id").getFirst();
        assertThat(UUID.fromString(arrived).version()).isEqualTo(7);
        assertThat(answer)
                .containsOnlyOnce("Correlation-Id: " + arrived)
                .doesNotContain("Correlation-Id: " + given + "\r");
    }

    @Test
    void theTraceIsContinued() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";

        send(request("/api/orders").header("traceparent", "00-" + trace + "-b7ad6b7169203331-01"));

        assertThat(PURCHASE.seen())
                .singleElement()
                .satisfies(seen -> assertThat(seen.header("traceparent"))
                        .singleElement()
                        .asString()
                        .startsWith("00-" + trace)
                        .doesNotContain("b7ad6b7169203331"));
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/7, /api/orders/7",
        "http://purchase-service:8083/orders/7?version=2, /api/orders/7?version=2",
        "https://user:secret@10.0.0.7/orders/a%20b, /api/orders/a%20b"
    })
    void aLocationIsRewrittenForCallers(String given, String expected) throws Exception {
        PURCHASE.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", given);
            Upstream.respond(exchange, 202, "{}");
        });

        var answer = send(request("/api/orders").POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().allValues("Location")).containsExactly(expected);
    }

    @Test
    void aRedirectIsReturnedToTheCaller() throws Exception {
        USER.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", "/users/me");
            Upstream.respond(exchange, 303, "");
        });

        assertThat(get("/api/users").statusCode()).isEqualTo(303);
    }

    @Test
    void anUnreachableServiceIsNamed() throws Exception {
        var problem = problem(get("/api/analytics/funnel"), 503);

        assertThat(problem.path("detail").asString()).startsWith("analytics-service cannot be reached");
        problem(send(request("/api/analytics/funnel").POST(BodyPublishers.ofString("{}"))), 503);
    }

    @Test
    void aServiceThatDoesNotAnswerIsNamed() throws Exception {
        var done = new CountDownLatch(1);
        PURCHASE.answers(exchange -> {
            try {
                done.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });

        var problem = problem(get("/api/orders"), 504);
        done.countDown();

        assertThat(problem.path("detail").asString()).startsWith("purchase-service took too long");
    }

    @Test
    void aServiceWithoutACompleteAnswerIsNamed() throws Exception {
        PURCHASE.answers(exchange -> exchange.close());

        var problem = problem(send(request("/api/orders").POST(BodyPublishers.ofString("{}"))), 502);

        assertThat(problem.path("detail").asString()).startsWith("purchase-service returned no complete answer");
        assertThat(PURCHASE.seen()).as("an order is not sent twice").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/nothing",
                "/api/usersx",
                "/api/bank/ledger",
                "/nothing",
                "/actuator",
                "/actuator/health",
                "/start.html",
                "/storefront.html",
                "/listings",
                "/listings/7/8",
                "/orders/7/8",
                "/application.yaml",
                "/api/actuator/env"
            })
    void anUnknownPathIsNotFound(String path) throws Exception {
        problem(get(path), 404);

        assertThat(SERVICES.values())
                .allSatisfy(service -> assertThat(service.seen()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/users/../actuator/env",
                "/api/users/%2e%2e/actuator/env",
                "/api/users/.%2E/actuator/env",
                "/api/users/..;/actuator/env",
                "/api/users;x=1/me",
                "/api/users/..%2factuator",
                "/api/users/..%5cactuator",
                "/api//actuator",
                "/api/users/./me",
                "/api/users/%00",
                "/api/users/%zz",
                "/api/users?q=[x"
            })
    void anUnsafePathIsRefused(String path) throws Exception {
        var answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .containsOnlyOnce("Correlation-Id: ");
        assertThat(answer).doesNotContain("Exception").doesNotContain("<html");
        assertThat(SERVICES.values())
                .allSatisfy(service -> assertThat(service.seen()).isEmpty());
    }

    @Test
    void aWrongMethodForThePageIsRefused() throws Exception {
        problem(send(request("/").POST(BodyPublishers.ofString("{}"))), 405);
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        problem(send(request("/api/users").POST(BodyPublishers.ofString("x".repeat(300_000)))), 413);

        assertThat(USER.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void formsAreRefusedBeforeTheyAreRead(String type) throws Exception {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            var form = BodyPublishers.ofString("a&".repeat(1000));
            problem(send(request("/api/users").method(method, form).header("Content-Type", type)), 415);
        }

        assertThat(USER.seen()).isEmpty();
    }

    @Test
    void aServiceGetsARequestOnlyAfterTheWholeBodyHasArrived() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(get("/api/users/me").statusCode()).isEqualTo(200);
            assertThat(USER.seen()).extracting(Upstream.Seen::method).containsExactly("GET");

            socket.getOutputStream().write("   }".substring(1).getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine())
                    .startsWith("HTTP/1.1 200");
            assertThat(USER.seen()).extracting(Upstream.Seen::body).containsExactly("{  }");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "x", "localhost.", "10.0.0.1", "[::2]:8080"})
    void anotherHostNameIsRefused(String host) throws Exception {
        for (String path : List.of("/", "/api/users/me", "/openapi.yaml")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 421")
                    .contains("application/problem+json", "SWAPR_HOSTS");
        }
        assertThat(raw("GET http://" + host + "/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .doesNotStartWith("HTTP/1.1 200");
        assertThat(USER.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:8080", "shop.example:443"})
    void theNamesOfThisMachineAndTheConfiguredOnesAreServed(String host) throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aHeaderOutsideAsciiIsRefusedAndNamed() throws Exception {
        var answer = raw("""
                POST /api/orders HTTP/1.1
                Host: localhost
                Idempotency-Key: \u00e4
                Content-Length: 0
                Connection: close

                """.replace("\n", "\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"field\":\"Idempotency-Key\"");
        assertThat(PURCHASE.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: x",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: chunked, x",
            })
    void anInvalidLengthIsRefused(String length) throws Exception {
        var answer = raw("POST /api/users HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n\r\n{}");

        assertThat(answer).matches("(?s)HTTP/1.1 (400|501).*").contains("application/problem+json");
        assertThat(USER.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/listings/7",
                "/sell",
                "/orders",
                "/orders/7",
                "/inbox",
                "/start",
                "/catalog",
                "/catalog.json",
                "/demo",
                "/asyncapi.yaml",
                "/openapi.yaml",
                "/start.js",
                "/start.css",
                "/shop/app.js",
                "/shop/shop.css",
                "/nothing"
            })
    void pagesMayRunOnlyTheirOwnFiles(String path) throws Exception {
        var page = get(path);

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<style", "style=", "<script>", "onclick=\"");
        assertHasSecurityHeaders(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/start", "/catalog"})
    void theFilesOfThePagesExist(String page) throws Exception {
        Set<String> files = new TreeSet<>();
        collectFiles(get(page).body(), files);

        assertThat(files).isNotEmpty();
    }

    /** Without a preload, a module is found only after the module that imports it. */
    @Test
    void theShopPreloadsEachOfItsModules() throws Exception {
        Set<String> preloaded = new TreeSet<>();
        Set<String> files = new TreeSet<>();
        String shell = get("/").body();
        Pattern.compile("rel=\"modulepreload\" href=\"([^\"]+)\"")
                .matcher(shell)
                .results()
                .forEach(file -> preloaded.add(file.group(1)));
        collectFiles(shell, files);

        files.remove("/shop/theme.js"); // a plain script, which runs before the first paint
        assertThat(preloaded)
                .isEqualTo(files.stream().filter(file -> file.endsWith(".js")).collect(Collectors.toSet()));
    }

    /** A page that is opened for the first time loads at most 60 KB. */
    @Test
    void theShopIsSmall() throws Exception {
        Set<String> files = new TreeSet<>(Set.of("/"));
        collectFiles(get("/").body(), files);
        int bytes = 0;
        for (String file : files) {
            var compressed = request(file).header("Accept-Encoding", "gzip").build();
            bytes += http.send(compressed, BodyHandlers.ofByteArray()).body().length;
        }

        assertThat(bytes).isLessThan(60_000);
    }

    /** Adds the files that a page or a module names, and the files that these name. */
    private void collectFiles(String text, Set<String> files) throws Exception {
        List<String> named = Pattern.compile(
                        "(?:src|rel=\"(?:stylesheet|modulepreload)\" href)=\"(/[^\"]+)\"|from '(/[^']+)'")
                .matcher(text)
                .results()
                .map(file -> file.group(1) == null ? file.group(2) : file.group(1))
                .toList();
        for (String file : named) {
            if (files.add(file)) {
                var answer = get(file);
                assertThat(answer.statusCode()).as(file).isEqualTo(200);
                collectFiles(answer.body(), files);
            }
        }
    }

    @Test
    void noPageMayCallAnotherServer() throws Exception {
        for (String page : List.of("/", "/start", "/catalog")) {
            assertThat(get(page).headers().firstValue("Content-Security-Policy").orElseThrow())
                    .as(page)
                    .endsWith("connect-src 'self'");
        }
    }

    @Test
    void answersOfTheApiMayLoadNothingInABrowser() throws Exception {
        LISTING.answers(exchange -> {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("X-Frame-Options", "DENY");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            Upstream.respond(exchange, 200, "{}");
        });

        for (String path : List.of("/api/listings", "/api/analytics/funnel", "/api/nothing", "/api/users/%2e%2e")) {
            var answer = get(path);
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .contains("default-src 'none'; frame-ancestors 'none'");
            assertHasSecurityHeaders(answer);
        }
        assertThat(get("/api/listings").headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    private static void assertHasSecurityHeaders(HttpResponse<String> answer) {
        for (var header : List.of(
                "X-Content-Type-Options",
                "Referrer-Policy",
                "Cross-Origin-Resource-Policy",
                "Cross-Origin-Opener-Policy",
                "Permissions-Policy")) {
            assertThat(answer.headers().allValues(header)).as(header).hasSize(1);
        }
    }

    @Test
    void refusalsAreCountedFromZero() throws Exception {
        String before = management("/actuator/prometheus").body();
        problem(send(request("/api/users").POST(BodyPublishers.ofString("x".repeat(300_000)))), 413);
        String after = management("/actuator/prometheus").body();

        for (var reason : List.of("body", "broken", "form", "deadline", "busy", "host", "header")) {
            assertThat(before).contains("swapr_requests_refused_total{reason=\"" + reason + "\"}");
        }
        assertThat(refused(after, "body")).isEqualTo(refused(before, "body") + 1);
    }

    private static double refused(String metrics, String reason) {
        return metrics.lines()
                .filter(line -> line.startsWith("swapr_requests_refused_total{reason=\"" + reason + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    @Test
    void theForwardedHeadersOfACallerAreNotPassedOn() throws Exception {
        send(request("/api/users/me").header("X-Forwarded-For", "6.6.6.6").header("Forwarded", "for=6.6.6.6"));

        assertThat(USER.seen()).singleElement().satisfies(seen -> {
            assertThat(seen.header("X-Forwarded-For"))
                    .as("the address of the socket")
                    .containsExactly("127.0.0.1");
            assertThat(seen.header("Forwarded")).isEmpty();
        });
    }

    @Test
    void thePageShowsTheAddressesAndLoadsNothingFromOtherSites() throws Exception {
        var page = get("/start");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body())
                .contains("SWAPR=http://127.0.0.1:" + port + "/api")
                .contains(LISTING.url().substring("http://".length()))
                .contains("href=\"http://127.0.0.1:8087\"")
                .doesNotContain("{{")
                .doesNotContainPattern("(src|<link[^>]*href)=\"http");
    }

    @Test
    void theStartPageLearnsWhichServicesAnswer() throws Exception {
        PURCHASE.answers(exchange -> Upstream.respond(exchange, 401, "{}"));

        var states = JsonMapper.shared().readTree(get("/start/states").body());

        assertThat(states.path("purchase").asBoolean())
                .as("it refuses, so it answers")
                .isTrue();
        assertThat(states.path("notification").asBoolean())
                .as("one of two answers")
                .isTrue();
        assertThat(states.path("analytics").asBoolean(true)).isFalse();
    }

    @Test
    void theCatalogShowsEveryEventAndLoadsNothingFromOtherSites() throws Exception {
        var page = get("/catalog");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body())
                .contains(
                        "<a href=\"#OrderPlaced.v1\">",
                        "Published by: purchase-service. Read by: analytics-service, listing-service.")
                .contains("<a href=\"#PriceReduced.v1\">PriceReduced</a> v1 <small class=old>deprecated</small>")
                .contains("Compared with version 1: high_priority was removed; is_priority was added.")
                .contains("&quot;is_priority&quot;: true")
                .doesNotContain("{{", "ListingReserved v2")
                .doesNotContainPattern("(src|<link[^>]*href)=\"http");
        assertThat(get("/asyncapi.yaml").body()).contains("asyncapi: 3.0.0");
        assertThat(get("/openapi.yaml").body()).contains("openapi: 3.1.1");
    }

    @Test
    void theCatalogForProgramsHasTheSameEvents() throws Exception {
        var entries = JsonMapper.shared().readTree(get("/catalog.json").body());

        assertThat(entries.valueStream()
                        .map(entry -> "%s v%d"
                                .formatted(
                                        entry.path("type").asString(),
                                        entry.path("version").asInt())))
                .contains("OrderPlaced v1", "PriceReduced v1", "PriceReduced v2")
                .doesNotHaveDuplicates();
        assertThat(entries.path(0).path("fields").path(0).path("name").asString())
                .isNotBlank();
    }

    @Test
    void thePageEscapesAForwardedHostName() throws Exception {
        var answer = raw(
                "GET /start HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: \"><script>\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("\"><script>");
    }

    @Test
    void theManagementEndpointsHaveTheirOwnPort() throws Exception {
        assertThat(management("/actuator/health").body()).contains("\"status\":\"UP\"");
        assertThat(management("/actuator/prometheus").body()).contains("http_server_requests");
        assertThat(management("/actuator/env").statusCode()).isEqualTo(404);
        assertThat(management("/actuator/gateway").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> management(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
    }

    /** Sends bytes that an HTTP client does not send. */
    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().allValues("Correlation-Id")).hasSize(1);
        var problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asString()).isNotBlank();
        return problem;
    }

    private static List<String> parameters(String uri) {
        int start = uri.indexOf('?');
        return start < 0 ? List.of() : List.of(uri.substring(start + 1).split("&", -1));
    }
}
