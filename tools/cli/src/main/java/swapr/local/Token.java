package swapr.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "token", description = "Print a bearer token of ada, bob or olga, valid for 15 minutes.")
final class Token implements Callable<Integer> {

    /** An overloaded service answers 503 with Retry-After. So the sign-in is tried again during this time. */
    private static final Duration BUSY = Duration.ofSeconds(20);

    @Parameters(paramLabel = "PERSON", description = "ada, bob or olga")
    String person = "";

    @Override
    public Integer call() {
        Person user;
        try {
            user = Person.valueOf(person.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            System.err.println("swapr: unknown user. The users are ada (seller), bob (buyer) and olga (operator)");
            return 2;
        }
        System.out.println(of(user, Layout.here()));
        return 0;
    }

    static String of(Person user, Layout layout) {
        var ports = new State(layout.state()).ports();
        var secrets = Secrets.load(layout.secrets(), System.getenv());
        var api = new Api(ports.url(ports.of(App.EDGE)));
        var credentials = Map.of("email", user.email(), "password", secrets.password(user));
        var replies = new ArrayDeque<Api.Reply>();
        OsProcess.await(BUSY, 2_000, () -> {
            replies.add(api.post("/api/sessions", null, credentials));
            return replies.getLast().status() != 503;
        });
        return replies.getLast().expecting(200).text("access_token");
    }
}
