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
        description = "List the dead letters, redrive them or discard them.",
        subcommands = {DeadLetters.Show.class, DeadLetters.Redrive.class, DeadLetters.Discard.class})
final class DeadLetters implements Callable<Integer> {

    private static final String PATH = "/actuator/deadletters";
    private static final int WIDEST = 60;

    @Override
    public Integer call() {
        var operator = new OperatorClient();
        var groups = new Table("SERVICE", "HANDLER", "EXCEPTION", "DEAD LETTERS", "WAITING BEHIND", "OLDEST");
        var letters = new Table("NAME", "STATE", "TYPE", "KEY", "ATTEMPTS", "MESSAGE");
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

    @Command(name = "show", description = "Show all details of one dead letter: payload, source and history.")
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
            System.out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer.body()));
            return 0;
        }
    }

    @Command(
            name = "redrive",
            description = "Process dead letters again, in order, in the consumer that failed. It is idempotent.")
    static final class Redrive implements Callable<Integer> {

        @Parameters(
                paramLabel = "NAME",
                description = "a dead letter, such as listing/7, or a service, such as listing")
        String name = "";

        @Option(names = "--key", paramLabel = "KEY", description = "Only this key, such as order:019a…")
        @Nullable
        String key;

        @Option(names = "--handler", paramLabel = "HANDLER", description = "Only this handler.")
        @Nullable
        String handler;

        @Option(names = "--exception", paramLabel = "CLASS", description = "Only this exception class.")
        @Nullable
        String exception;

        @Option(names = "--all", description = "All dead letters of the service.")
        boolean all;

        @Override
        public Integer call() {
            var operator = new OperatorClient();
            if (name.contains("/")) {
                var letter = Letter.named(name);
                return printResult(operator.ask("POST", letter.app(), PATH + "/" + letter.id(), Map.of()));
            }
            var app = Instance.of(name).app();
            if (all) {
                return printResult(operator.ask("POST", app, PATH + "/all", Map.of()));
            }
            var filters = new LinkedHashMap<String, Object>();
            put(filters, "key", key);
            put(filters, "handler", handler);
            put(filters, "exception", exception);
            if (filters.isEmpty()) {
                System.err.printf(
                        "swapr: select dead letters with %s/ID, --key, --handler, --exception or --all%n", name);
                return 2;
            }
            return printResult(operator.ask("POST", app, PATH, filters));
        }

        private static void put(Map<String, Object> filters, String name, @Nullable String value) {
            if (value != null) {
                filters.put(name, value);
            }
        }

        private static int printResult(Api.Reply answer) {
            if (answer.status() != 202) {
                return refused(answer);
            }
            System.out.printf(
                    "Redrive requested for %s dead letter(s). ./swapr dead-letters shows the result.%n",
                    answer.body().path("requested").asString());
            return 0;
        }
    }

    @Command(
            name = "discard",
            description = "Discard dead letters. The events behind them are processed. The reason is stored.")
    static final class Discard implements Callable<Integer> {

        @Parameters(
                paramLabel = "NAME",
                description = "a dead letter, such as listing/7, or a service with one of the options below")
        String name = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why the dead letter is not needed.")
        String reason = "";

        @Option(names = "--consumer", paramLabel = "NAME", description = "Only this consumer.")
        @Nullable
        String consumer;

        @Option(names = "--exception", paramLabel = "CLASS", description = "Only this exception class.")
        @Nullable
        String exception;

        @Override
        public Integer call() {
            if (name.contains("/")) {
                var letter = Letter.named(name);
                return printResult(letter.app(), PATH + "/" + letter.id() + "?reason=" + encoded(reason));
            }
            if (consumer == null && exception == null) {
                System.err.printf("swapr: select dead letters with %s/ID, --consumer or --exception%n", name);
                return 2;
            }
            return printResult(
                    Instance.of(name).app(),
                    PATH + "?reason=" + encoded(reason) + parameter("consumer", consumer)
                            + parameter("exception", exception));
        }

        private int printResult(App app, String path) {
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

        private static String parameter(String name, @Nullable String value) {
            return value == null ? "" : "&" + name + "=" + encoded(value);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    private static int refused(Api.Reply answer) {
        System.err.println(
                "swapr: " + answer.body().path("detail").asString("the service returned " + answer.status()));
        return 1;
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String shortened(String text) {
        var line = text.replace('\n', ' ');
        return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
    }

    /** The service and the id of a dead letter. */
    private record Letter(App app, long id) {

        static Letter named(String name) {
            var parts = name.split("/", -1);
            if (parts.length != 2 || !parts[1].matches("[0-9]{1,18}")) {
                throw new IllegalArgumentException(
                        "the name of a dead letter is SERVICE/ID, such as listing/7, not " + name);
            }
            return new Letter(Instance.of(parts[0]).app(), Long.parseLong(parts[1]));
        }
    }
}
