package swapr.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dead-letters",
        description = "Show what consumers could not process, and run it again or give it up.",
        subcommands = {DeadLetters.Show.class, DeadLetters.Redrive.class, DeadLetters.Discard.class})
final class DeadLetters implements Callable<Integer> {

    private static final String PATH = "/actuator/deadletters";
    private static final int WIDEST = 60;

    @Override
    public Integer call() {
        var operator = new OperatorClient();
        var groups = new Table("SERVICE", "HANDLER", "EXCEPTION", "LETTERS", "WAITING BEHIND", "OLDEST");
        var letters = new Table("NAME", "LIFE", "TYPE", "KEY", "ATTEMPTS", "MESSAGE");
        var found = 0;
        for (var app : App.withDatabase()) {
            var all = operator.ask("GET", app, PATH, null).expecting(200).body();
            for (var group : all.path("groups")) {
                groups.row(
                        app.process(),
                        group.path("handler").asString("-"),
                        simple(group.path("exception").asString("-")),
                        group.path("letters").asString(),
                        group.path("waiting").asString(),
                        group.path("oldest").asString());
            }
            for (var letter : all.path("dead_letters")) {
                found++;
                letters.row(
                        app.process() + "/" + letter.path("id").asString(),
                        letter.path("life").asString(),
                        letter.path("event_type").asString("-"),
                        letter.path("sequence_key").asString(),
                        letter.path("attempts").asString(),
                        shortened(letter.path("message").asString("")));
            }
        }
        System.out.print(found == 0 ? "No dead letters.\n" : groups + "\n" + letters);
        return 0;
    }

    @Command(name = "show", description = "Everything about one: what it says, where it came from, what became of it.")
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "such as listing/7")
        String name = "";

        @Override
        public Integer call() {
            var letter = Letter.named(name);
            var answer = new OperatorClient().ask("GET", letter.app(), PATH + "/" + letter.id(), null);
            if (answer.status() != 200) {
                return refused(answer);
            }
            System.out.println(
                    JsonHttpServer.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer.body()));
            return 0;
        }
    }

    @Command(
            name = "redrive",
            description = "Let the consumer that failed run them again, in order. Asking twice changes nothing.")
    static final class Redrive implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "one, such as listing/7; or a service, such as listing")
        String name = "";

        @Option(names = "--key", paramLabel = "KEY", description = "Those of one key, such as order:019a…")
        @Nullable
        String key;

        @Option(names = "--handler", paramLabel = "HANDLER", description = "Those that one handler failed at.")
        @Nullable
        String handler;

        @Option(names = "--exception", paramLabel = "CLASS", description = "Those with this exception.")
        @Nullable
        String exception;

        @Option(names = "--all", description = "All of the service.")
        boolean all;

        @Override
        public Integer call() {
            var operator = new OperatorClient();
            if (name.contains("/")) {
                var letter = Letter.named(name);
                return said(operator.ask("POST", letter.app(), PATH + "/" + letter.id(), Map.of()));
            }
            var app = Instance.of(name).app();
            if (all) {
                return said(operator.ask("POST", app, PATH + "/all", Map.of()));
            }
            var which = new LinkedHashMap<String, Object>();
            put(which, "key", key);
            put(which, "handler", handler);
            put(which, "exception", exception);
            if (which.isEmpty()) {
                System.err.printf("swapr: say which: %s/ID, --key, --handler, --exception, or --all%n", name);
                return 2;
            }
            return said(operator.ask("POST", app, PATH, which));
        }

        private static void put(Map<String, Object> which, String what, @Nullable String value) {
            if (value != null) {
                which.put(what, value);
            }
        }

        private static int said(Api.Reply answer) {
            if (answer.status() != 202) {
                return refused(answer);
            }
            System.out.printf(
                    "Asked for %s; ./swapr dead-letters shows what becomes of it.%n",
                    answer.body().path("requested").asString());
            return 0;
        }
    }

    @Command(
            name = "discard",
            description = "Give one up, or all of a kind; what waits behind it goes on. The reason is kept.")
    static final class Discard implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "such as listing/7, or a service with one of the options below")
        String name = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why nobody needs it.")
        String reason = "";

        @Option(names = "--consumer", paramLabel = "NAME", description = "Those of this consumer.")
        @Nullable
        String consumer;

        @Option(names = "--exception", paramLabel = "CLASS", description = "Those with this exception.")
        @Nullable
        String exception;

        @Override
        public Integer call() {
            if (name.contains("/")) {
                var letter = Letter.named(name);
                return said(letter.app(), PATH + "/" + letter.id() + "?reason=" + encoded(reason));
            }
            if (consumer == null && exception == null) {
                System.err.printf("swapr: say which: %s/ID, --consumer or --exception%n", name);
                return 2;
            }
            return said(
                    Instance.of(name).app(),
                    PATH + "?reason=" + encoded(reason) + which("consumer", consumer) + which("exception", exception));
        }

        private int said(App app, String path) {
            var answer = new OperatorClient().ask("DELETE", app, path, null);
            if (answer.status() != 200) {
                return refused(answer);
            }
            System.out.println(
                    name.contains("/")
                            ? "Discarded %s.".formatted(name)
                            : "Discarded %s."
                                    .formatted(answer.body().path("discarded").asString()));
            return 0;
        }

        private static String which(String what, @Nullable String value) {
            return value == null ? "" : "&" + what + "=" + encoded(value);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    private static int refused(Api.Reply answer) {
        System.err.println("swapr: " + answer.body().path("detail").asString("answered with " + answer.status()));
        return 1;
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String shortened(String text) {
        var line = text.replace('\n', ' ');
        return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
    }

    /** One letter of one service. */
    private record Letter(App app, long id) {

        static Letter named(String name) {
            var parts = name.split("/", -1);
            if (parts.length != 2 || !parts[1].matches("[0-9]{1,18}")) {
                throw new IllegalArgumentException(
                        "a dead letter is called SERVICE/ID, such as listing/7, not " + name);
            }
            return new Letter(Instance.of(parts[0]).app(), Long.parseLong(parts[1]));
        }
    }
}
