package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may enter, over real sockets: the link, the cookie, the host name, and requests of other pages. */
class RoomServerTest {

    @TempDir
    static Path directory;

    private final Updates updates = new Updates();
    private RoomServer server = start(Site.LOCAL, false);

    private RoomServer start(Site site, boolean readOnly) {
        var link = directory.resolve("link.txt");
        var nowhere = URI.create("http://127.0.0.1");
        var settings = new Settings(site, "127.0.0.1", 0, "", List.of(), nowhere, "", link, readOnly, "", directory);
        var operator = new Operator(settings.signIn(), "");
        var choreography = new Choreography();
        var offsets = new Collector(settings, operator, updates, choreography).offsets();
        var pages =
                Pages.of(settings, null, new Services(settings, operator), choreography, offsets, new RecentJourneys());
        return RoomServer.start(settings, new Access(link, InstantSource.system()), updates, pages);
    }

    @BeforeEach
    void itListens() {
        assertThat(server.port()).isPositive();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLinkOpensTheRoomOnceWithACookieForItsPathOnly() throws IOException {
        var path = linkPath();
        var first = get(path);

        assertThat(first).startsWith("HTTP/1.1 303").contains("Location: /room/\r\n");
        assertThat(header(first, "Set-Cookie"))
                .matches("room-\\d+=[\\w-]{43}; Path=/room/; Max-Age=43200; HttpOnly; SameSite=Strict");
        assertThat(get(path)).startsWith("HTTP/1.1 401").contains("was used. Run ./swapr status ");
        assertThat(get("/room/", "Cookie: " + header(first, "Set-Cookie").replaceAll(";.*", "")))
                .startsWith("HTTP/1.1 200")
                .contains("<title>Control room");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/room/",
                "/room/app.js",
                "/room/preact.js",
                "/room/api/live",
                "/room/api/session",
                "/room/journeys/c",
                "/room/api/journeys/c",
                "/room/api/orders/o"
            })
    void withoutASessionThereIsNothing(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 401").contains("Run ./swapr status");
        assertThat(get(path, "Cookie: room-" + server.port() + "=guess")).startsWith("HTTP/1.1 401");
    }

    @Test
    void inContainersEachSentenceNamesTheCommandForContainers() throws IOException {
        server.close();
        server = start(Site.CONTAINERS, false);

        var command = "Run docker compose exec room cat " + directory.resolve("link.txt") + " and open the link";
        assertThat(get("/room/")).startsWith("HTTP/1.1 401").contains(command).doesNotContain("./swapr");
        assertThat(get("/room/enter?k=used")).startsWith("HTTP/1.1 401").contains(command);
        assertThat(get("/room/api/session", "Cookie: " + enter())).contains("\"site\":\"containers\"");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:PORT, 200",
        "LOCALHOST:PORT, 200",
        "[::1]:PORT, 200",
        "127.0.0.1, 421",
        "127.0.0.1:1, 421",
        "evil.example, 421",
        "evil.example:PORT, 421"
    })
    void onlyTheAddressOfThisMachineIsServed(String host, int status) throws IOException {
        var request = "GET /health HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(host.replace("PORT", Integer.toString(server.port())));

        assertThat(send(request)).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, same-origin, false, 200",
        "GET, none, false, 200",
        "GET, same-site, false, 403",
        "GET, cross-site, false, 403",
        "DELETE, same-origin, false, 403",
        "DELETE, same-site, true, 403",
        "DELETE, cross-site, true, 403",
        "DELETE, same-origin, true, 204"
    })
    void anotherPageCannotUseTheSession(String method, String site, boolean header, int status) throws IOException {
        var cookie = enter();
        var answer = request(
                method,
                "/room/api/session",
                "Cookie: " + cookie,
                "Sec-Fetch-Site: " + site,
                header ? "X-Swapr: room" : "X-Other: 1");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(get("/room/api/session", "Cookie: " + cookie))
                .startsWith(status == 204 ? "HTTP/1.1 401" : "HTTP/1.1 200");
    }

    @Test
    void eachAnswerRestrictsTheBrowser() throws IOException {
        for (var path : List.of("/health", "/room/", "/room/enter")) {
            assertThat(get(path))
                    .contains("default-src 'none'; script-src 'self'; style-src 'self';")
                    .contains("frame-ancestors 'none'; require-trusted-types-for 'script'")
                    .contains("X-content-type-options: nosniff")
                    .contains("Cross-origin-resource-policy: same-origin")
                    .doesNotContain("unsafe", "Access-control");
        }
    }

    @Test
    void eachFileOfThePageExistsAndNoOtherFileIsServed() throws IOException {
        var cookie = "Cookie: " + enter();
        var html = get("/room/", cookie);
        var files = html.lines()
                .filter(line -> line.contains("=\"/room/"))
                .map(line -> line.replaceAll(".*=\"(/room/[^\"]+)\".*", "$1"))
                .toList();
        assertThat(files).hasSizeGreaterThan(8);
        var size = html.length();
        for (var file : files) {
            var answer = get(file, cookie);
            assertThat(answer).as(file).startsWith("HTTP/1.1 200");
            size += answer.length();
        }

        assertThat(size).as("bytes of a first visit").isLessThan(80_000);
        assertThat(get("/room/../simplelogger.properties", cookie)).startsWith("HTTP/1.1 404");
        assertThat(get("/room/simplelogger.properties", cookie)).startsWith("HTTP/1.1 404");
        assertThat(request("POST", "/room/", cookie, "X-Swapr: room", "Content-Type: application/json"))
                .startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.js",
                "journey.js",
                "order.js",
                "messages.js",
                "timeline.js",
                "sequence.js",
                "faults.js",
                "actions.js",
                "load.js",
                "explain.js",
                "topics.js",
                "dead.js",
                "letter.js",
                "balance.js",
                "containers.js"
            })
    void eachModuleThatAModuleImportsExists(String module) throws IOException {
        var cookie = "Cookie: " + enter();
        var imports = Pattern.compile("/room/[a-z]+\\.js").matcher(get("/room/" + module, cookie));

        assertThat(imports.results().map(MatchResult::group).distinct())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(get(file, cookie)).startsWith("HTTP/1.1 200"));
    }

    @Test
    void aJourneyHasAPageOfItsOwnAndNeedsTheOperator() throws IOException {
        var cookie = "Cookie: " + enter();

        assertThat(get("/room/journeys/c-1", cookie)).startsWith("HTTP/1.1 200").contains("<title>Control room");
        assertThat(get("/room/orders", cookie)).startsWith("HTTP/1.1 200").contains("<title>Control room");
        assertThat(get("/room/orders/o-1", cookie)).startsWith("HTTP/1.1 200").contains("<title>Control room");
        assertThat(get("/room/journeys/", cookie)).as("without an id").startsWith("HTTP/1.1 200");
        assertThat(get("/room/api/journeys/c-1", cookie, "Sec-Fetch-Site: same-site"))
                .as("only our own page reads a journey")
                .startsWith("HTTP/1.1 403");
        var foreign = "GET /room/api/journeys/c-1 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n" + cookie
                + "\r\n\r\n";
        assertThat(send(foreign)).as("a foreign host").startsWith("HTTP/1.1 421");
        assertThat(get("/room/api/journeys/c-1", cookie))
                .startsWith("HTTP/1.1 503")
                .contains("no token of the operator");
    }

    @Test
    void eachPageAnswersAndItsFiguresNeedTheOperator() throws IOException {
        var cookie = "Cookie: " + enter();
        for (var page : List.of("topics", "dead", "dead/listing/7", "balance", "faults", "containers")) {
            assertThat(get("/room/" + page, cookie)).as(page).contains("<title>Control room");
        }
        assertThat(get("/room/api/topics", cookie)).startsWith("HTTP/1.1 200").contains("\"topics\":[]");
        for (var figures : List.of("dead", "dead/listing/7", "balance")) {
            assertThat(get("/room/api/" + figures, cookie)).as(figures).startsWith("HTTP/1.1 503");
            assertThat(get("/room/api/" + figures)).as(figures).startsWith("HTTP/1.1 401");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /room/api/dead/listing/7/redrive, application/json, 503",
        "POST, /room/api/dead/listing/7/redrive, text/plain, 415",
        "POST, /room/api/dead/listing/7/discard, application/json, 400",
        "POST, /room/api/dead/listing/redrive, application/json, 400",
        "POST, /room/api/dead/listing/discard, application/json, 404",
        "POST, /room/api/dead/listing/x/redrive, application/json, 404",
        "PUT, /room/api/dead/listing/7/redrive, application/json, 404"
    })
    void aChangeIsCheckedBeforeItIsSent(String method, String path, String type, int status) throws IOException {
        var answer = request(
                method, path, "Cookie: " + enter(), "X-Swapr: room", "Content-Type: " + type, "Content-Length: 0");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, true, same-origin, application/json, 503",
        "GET, true, cross-site, application/json, 403",
        "GET, false, same-origin, application/json, 401",
        "POST, true, same-origin, application/json, 503",
        "POST, true, same-origin, text/plain, 415",
        "POST, true, same-site, application/json, 403",
        "POST, true, cross-site, application/json, 403",
        "POST, false, same-origin, application/json, 401",
        "DELETE, true, same-origin, application/json, 404"
    })
    void faultsNeedASessionAndOurOwnPage(String method, boolean session, String site, String type, int status)
            throws IOException {
        var answer = request(
                method,
                "/room/api/faults",
                session ? "Cookie: " + enter() : "Cookie: none=1",
                "Sec-Fetch-Site: " + site,
                "X-Swapr: room",
                "Content-Type: " + type,
                "Content-Length: 0");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /room/api/faults, 403",
        "POST, /room/api/faults, 403",
        "POST, /room/api/dead/listing/7/redrive, 403",
        "POST, /room/api/dead/listing/7/discard, 403",
        "GET, /room/api/topics, 200",
        "DELETE, /room/api/session, 204"
    })
    void aRoomThatOnlyReadsRefusesChanges(String method, String path, int status) throws IOException {
        server.close();
        server = start(Site.LOCAL, true);

        var answer = request(
                method,
                path,
                "Cookie: " + enter(),
                "X-Swapr: room",
                "Content-Type: application/json",
                "Content-Length: 0");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void theStreamSendsEventsAndContinuesAfterTheLastId() throws IOException {
        var cookie = "Cookie: " + enter();
        updates.state("state", "{\"a\":1}");
        String id;
        try (var socket = open("GET", "/room/api/live", cookie)) {
            var lines = lines(socket);
            assertThat(until(lines, "data: ")).contains("event: state", "data: {\"a\":1}");
            updates.records("{\"n\":1}");
            var event = until(lines, "data: ");
            assertThat(event).contains("event: records", "data: {\"n\":1}");
            id = event.stream()
                    .filter(line -> line.startsWith("id: "))
                    .findFirst()
                    .orElseThrow()
                    .substring(4);
        }
        updates.records("{\"n\":2}");
        try (var socket = open("GET", "/room/api/live", cookie, "Last-Event-ID: " + id)) {
            assertThat(until(lines(socket), "data: {\"n\""))
                    .contains("data: {\"n\":2}")
                    .doesNotContain("data: {\"n\":1}");
        }
    }

    @Test
    void oneViewerTooManyGetsASentenceWithAWayOut() throws IOException {
        var cookie = "Cookie: " + enter();
        updates.state("state", "{}");
        var open = new ArrayList<Socket>();
        try {
            for (int n = 0; n < Updates.MOST_VIEWERS; n++) {
                var socket = open("GET", "/room/api/live", cookie);
                open.add(socket);
                assertThat(until(lines(socket), "data: ")).contains("data: {}");
            }

            assertThat(get("/room/api/live", cookie))
                    .startsWith("HTTP/1.1 503")
                    .contains("8 tabs show the control room already. Close one of them, and try again.");
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    private String linkPath() throws IOException {
        return Files.readString(directory.resolve("link.txt")).strip().replaceFirst("http://[^/]+", "");
    }

    private String enter() throws IOException {
        return header(get(linkPath()), "Set-Cookie").replaceAll(";.*", "");
    }

    private String get(String path, String... headers) throws IOException {
        return request("GET", path, headers);
    }

    private String request(String method, String path, String... headers) throws IOException {
        return send(text(method, path, headers));
    }

    private String text(String method, String path, String... headers) {
        var lines = String.join(
                "", List.of(headers).stream().map(line -> line + "\r\n").toList());
        return "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s\r\n"
                .formatted(method, path, server.port(), lines);
    }

    private String send(String request) throws IOException {
        try (var socket = connect(request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket open(String method, String path, String... headers) throws IOException {
        return connect(text(method, path, headers));
    }

    private Socket connect(String request) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The lines up to the first that starts like this. */
    private static List<String> until(BufferedReader lines, String start) throws IOException {
        var read = new ArrayList<String>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            read.add(line);
            if (line.startsWith(start)) {
                break;
            }
        }
        return read;
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }
}
