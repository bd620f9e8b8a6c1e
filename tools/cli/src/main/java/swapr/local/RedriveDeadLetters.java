package swapr.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "redrive",
        description = "Process dead letters again, in order, in the consumer that failed. It is idempotent.")
final class RedriveDeadLetters implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "a dead letter, such as listing/7, or a service, such as listing")
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
            var letter = DeadLetterName.of(name);
            return printResult(operator.ask("POST", letter.app(), letter.path(), Map.of()));
        }
        var app = Instance.of(name).app();
        if (all) {
            return printResult(operator.ask("POST", app, DeadLetters.PATH + "/all", Map.of()));
        }
        var filters = new LinkedHashMap<String, Object>();
        put(filters, "key", key);
        put(filters, "handler", handler);
        put(filters, "exception", exception);
        if (filters.isEmpty()) {
            System.err.printf("swapr: select dead letters with %s/ID, --key, --handler, --exception or --all%n", name);
            return 2;
        }
        return printResult(operator.ask("POST", app, DeadLetters.PATH, filters));
    }

    private static void put(Map<String, Object> filters, String name, @Nullable String value) {
        if (value != null) {
            filters.put(name, value);
        }
    }

    private static int printResult(Api.Reply answer) {
        if (answer.status() != 202) {
            return answer.refused();
        }
        System.out.printf(
                "Redrive requested for %s dead letter(s). ./swapr dead-letters shows the result.%n",
                answer.body().path("requested").asString());
        return 0;
    }
}
