package swapr.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "discard",
        description = "Discard dead letters. The events behind them are processed. The reason is stored.")
final class DiscardDeadLetters implements Callable<Integer> {

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
            var letter = DeadLetterName.of(name);
            return printResult(letter.app(), letter.path() + "?reason=" + encoded(reason));
        }
        if (consumer == null && exception == null) {
            System.err.printf("swapr: select dead letters with %s/ID, --consumer or --exception%n", name);
            return 2;
        }
        return printResult(
                Instance.of(name).app(),
                DeadLetters.PATH + "?reason=" + encoded(reason) + parameter("consumer", consumer)
                        + parameter("exception", exception));
    }

    private int printResult(App app, String path) {
        var answer = new OperatorClient().ask("DELETE", app, path, null);
        if (answer.status() != 200) {
            return answer.refused();
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
