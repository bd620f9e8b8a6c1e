package swapr.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "dead-letters",
        description = "List the dead letters, redrive them or discard them.",
        subcommands = {DeadLetters.Show.class, RedriveDeadLetters.class, DiscardDeadLetters.class})
final class DeadLetters implements Callable<Integer> {

    static final String PATH = "/actuator/deadletters";
    private static final int WIDEST = 90;

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
            var letter = DeadLetterName.of(name);
            var answer = new OperatorClient().ask("GET", letter.app(), letter.path(), null);
            if (answer.status() != 200) {
                return answer.refused();
            }
            System.out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer.body()));
            return 0;
        }
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String shortened(String text) {
        var line = text.replace('\n', ' ');
        return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
    }
}
