package swapr.room;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The answers of the control room, except its stream. Everything but the link and the health needs a session. */
final class Routes {

    private static final String READ_ONLY =
            "This control room only reads. Start it without SWAPR_ROOM=read to change something.";
    private static final Pattern PAGES =
            Pattern.compile("/room/(topics|balance|journeys|orders|faults|containers|dead(/[a-z]+/[0-9]{1,18})?"
                    + "|(journeys|orders|compare)/[^/]*)");
    private static final Pattern LETTER = Pattern.compile("([a-z]+)(?:/([0-9]{1,18}))?(?:/(redrive|discard))?");

    private final Access access;
    private final Updates updates;
    private final Pages pages;
    private final Settings settings;
    private final SessionCookie cookie;

    /** @param port of this server */
    Routes(Settings settings, Access access, Updates updates, Pages pages, int port) {
        this.settings = settings;
        this.access = access;
        this.updates = updates;
        this.pages = pages;
        cookie = new SessionCookie(port);
    }

    /** Whether this path is a page that a person opens. */
    static boolean isPage(String path) {
        return PAGES.matcher(path).matches();
    }

    /** The answer to a request that the {@link RequestRules} allow. */
    Answer answer(Request request) {
        return switch (request.call()) {
            case "GET /health" -> Answer.json(Map.of("status", "UP"));
            case "GET /", "GET /room" -> Answer.redirect("/room/");
            case "GET /room/enter" -> enter(request.address().getRawQuery(), request.headers());
            default -> hasSession(request.headers()) ? inside(request) : noSession("The control room needs a session.");
        };
    }

    /** A person with a session may open a used link again. */
    private Answer enter(@Nullable String query, Headers headers) {
        var key = query != null && query.startsWith("k=") ? query.substring(2) : null;
        var session =
                hasSession(headers) ? cookie.read(headers) : access.enter(key).orElse(null);
        return session == null
                ? noSession("This link is not valid, or was used.")
                : Answer.redirect("/room/").with("Set-Cookie", cookie.write(session, Access.SESSION));
    }

    private Answer noSession(String why) {
        return Answer.problem(401, why + " Run " + settings.linkCommand() + " and open the link that it prints.");
    }

    private Answer inside(Request request) {
        if (settings.readOnly() && (isChange(request) || request.path().equals("/room/api/faults"))) {
            return Answer.problem(403, READ_ONLY);
        }
        return switch (request.call()) {
            case "GET /room/" -> Page.file("index.html");
            case "GET /room/api/session" -> {
                var about = new LinkedHashMap<String, Object>();
                about.put("mode", settings.readOnly() ? "read" : "act");
                about.put("site", settings.site().toString());
                about.put("viewers", updates.viewers());
                about.put("most_viewers", Updates.MOST_VIEWERS);
                yield Answer.json(about);
            }
            case "DELETE /room/api/session" -> {
                access.end(String.valueOf(cookie.read(request.headers())));
                yield new Answer(204, Map.of("Set-Cookie", cookie.write("", Duration.ZERO)), "");
            }
            case "GET /room/api/topics" -> pages.topics().answer();
            case "GET /room/api/balance" -> pages.balance().answer();
            case "GET /room/api/dead" -> pages.deadLetters().all();
            case "GET /room/api/orders" -> pages.lookup().openOrders();
            case "GET /room/api/journeys" -> pages.journeys().answer();
            case "GET /room/api/faults/summary" -> pages.faults().summary();
            case "GET /room/api/oracle" -> pages.oracle().state();
            case "POST /room/api/oracle" -> pages.oracle().start();
            case "GET /room/api/faults" -> pages.faults().states();
            case "POST /room/api/faults" -> pages.faults().change(request.body());
            default -> below(request);
        };
    }

    /** Everything but a GET changes something. A person may always sign out. */
    private static boolean isChange(Request request) {
        return !request.method().equals("GET") && !request.path().equals("/room/api/session");
    }

    /** A page, the answer for a page, a change, or a file. */
    private Answer below(Request request) {
        var path = request.path();
        var isGet = request.method().equals("GET");
        if (path.startsWith("/room/api/dead/")) {
            return letter(request, path.substring("/room/api/dead/".length()));
        }
        if (!isGet || !path.startsWith("/room/")) {
            return Page.notFound();
        }
        var id = path.substring(path.lastIndexOf('/') + 1);
        return switch (path.substring(0, path.length() - id.length())) {
            case "/room/api/journeys/" -> pages.lookup().journey(id);
            case "/room/api/orders/" -> pages.lookup().order(id);
            case "/room/api/logs/" -> pages.logLines().answer(id);
            default -> Page.file(isPage(path) ? "index.html" : path.substring("/room/".length()));
        };
    }

    /** One dead letter, or a change. The path is {@code SERVICE/ID}, {@code SERVICE/ID/ACTION} or SERVICE/redrive. */
    private Answer letter(Request request, String path) {
        var parts = LETTER.matcher(path);
        if (!parts.matches()) {
            return Page.notFound();
        }
        var service = parts.group(1) + "-service";
        var id = parts.group(2);
        var action = String.valueOf(parts.group(3));
        if (request.method().equals("GET")) {
            return id == null || parts.group(3) != null
                    ? Page.notFound()
                    : pages.deadLetters().one(service, id);
        }
        return switch (request.method() + " " + action) {
            case "POST redrive" ->
                id == null
                        ? pages.deadLetters().redriveAll(service, request.body())
                        : pages.deadLetters().redrive(service, id);
            case "POST discard" ->
                id == null ? Page.notFound() : pages.deadLetters().discard(service, id, request.body());
            default -> Page.notFound();
        };
    }

    boolean hasSession(Headers headers) {
        return access.isOpen(cookie.read(headers));
    }
}
