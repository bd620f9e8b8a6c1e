package swapr.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Run the first flow, from a listing to its sale. Each step is observed from outside.")
final class Demo implements Callable<Integer> {

    @Option(names = "--patience", paramLabel = "SECONDS", description = "Time limit of one step (default 30).")
    int patience = 30;

    @Override
    public Integer call() {
        var layout = Layout.here();
        var state = new State(layout.state());
        if (!new ProcessTable(layout, state).allHealthy()) {
            var code = new CommandLine(new Up()).execute("--detach");
            if (code != 0) {
                return code;
            }
            state.reload();
        }
        var ports = state.ports();
        var began = Instant.now();
        var api = new Api(ports.url(ports.of(App.EDGE)));
        var mail = new MailBox(ports.url(ports.mailPage()));
        try (var events = new TopicWatcher("127.0.0.1:" + ports.kafka())) {
            new DemoScript(api, events, mail, System.out, Duration.ofSeconds(patience)).run();
        } catch (DemoAssertionError e) {
            System.out.flush();
            System.err.println("\nThe demo failed: " + e.getMessage());
            return 1;
        }
        System.out.printf("%nAll steps were observed from outside, in %s.%n", Progress.seconds(began));
        System.out.printf("Read the e-mails at %s. Stop everything with ./swapr down.%n", ports.url(ports.mailPage()));
        return 0;
    }
}
