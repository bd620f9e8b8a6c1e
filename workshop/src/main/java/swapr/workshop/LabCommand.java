package swapr.workshop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import swapr.local.LocalMarketplace;
import swapr.local.Swapr;

/** {@code ./swapr lab}: labs in which the learner changes the running marketplace. */
@Command(
        name = "swapr lab",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Learn with labs. A lab puts a fault or a gap into the code of your checkout, and you repair it.",
        footer = "%nworkshop/README.md explains the labs.")
public final class LabCommand {

    private final Labs labs = Labs.here();

    private LabCommand() {}

    public static void main(String[] arguments) {
        var command = Swapr.commandLine(new LabCommand());
        System.exit(command.execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    @Command(mixinStandardHelpOptions = true, description = "List all labs with your results.")
    void list() {
        System.out.printf("%-4s %-42s %-8s %s%n", "LAB", "TITLE", "MINUTES", "STATE");
        for (var lab : Lab.all(labs.root())) {
            System.out.printf(
                    "%-4d %-42s %-8d %s%n",
                    lab.number(), lab.title(), lab.minutes(), labs.state().state(lab.number()));
        }
        System.out.println(labs.state()
                .open()
                .map(open -> "Lab %d is open.".formatted(open.lab()))
                .orElse("No lab is open."));
    }

    @Command(mixinStandardHelpOptions = true, description = "Show your results, your time and the hints you have read.")
    void progress() {
        for (var lab : Lab.all(labs.root())) {
            int number = lab.number();
            var minutes = labs.state().minutes(number);
            System.out.printf(
                    "%d %s: %s%s, %d of %d hints read%n  %s%n",
                    number,
                    lab.title(),
                    labs.state().state(number),
                    minutes.isEmpty() ? "" : " after " + minutes + " min",
                    labs.state().hints(number),
                    lab.hints().size(),
                    lab.question());
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Download and build everything once, so that the labs need no network.")
    void prepare(
            @Option(
                            names = "--port",
                            paramLabel = "BASE",
                            defaultValue = "8080",
                            description = "First port of the marketplace (default: ${DEFAULT-VALUE}).")
                    int port) {
        labs.prepare(port);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Open a lab: put its starter into your checkout, start the marketplace and check.")
    int start(
            @Parameters(paramLabel = "N", description = "the number of the lab") int number,
            @Option(names = "--keep", description = "First save your own changes in workshop/mine/00.") boolean keep,
            @Option(
                            names = "--port",
                            paramLabel = "BASE",
                            defaultValue = "8080",
                            description = "First port of the marketplace (default: ${DEFAULT-VALUE}).")
                    int port,
            @Option(names = "--incident", paramLabel = "1-8", description = "Lab 14: not by lot, but this incident.")
                    int incident) {
        labs.start(number, keep, port, incident);
        return 0; // the starter is red
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Build your text, restart its services and check them. Exit code 1: a step is red.")
    int check(
            @Parameters(paramLabel = "N", arity = "0..1", description = "the number of the open lab") @Nullable
                    Integer number,
            @Option(names = "--seed", paramLabel = "N", description = "Repeats the names and prices of another check.")
                    @Nullable
                    Long seed) {
        return labs.runs().check(labs.open(number), seed) ? 0 : 1;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Compare the fields that the services read with the newest messages of the topics.")
    int contracts() {
        return labs.runs().contracts() ? 0 : 1;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Read one topic as a queue, as a topic and as a stream, and measure the batches of a producer.")
    void compare() throws ExecutionException, InterruptedException {
        new BrokerComparison(LocalMarketplace.running().bootstrapServers()).print(System.out);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the figures of the alerts, of all services.")
    void metrics() {
        new MetricsBoard(LocalMarketplace.running()).lines().forEach(System.out::println);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Lab 14: name the process with the fault, its cause, and the metric that shows it.")
    void accuse(
            @Option(names = "--process", required = true, description = "such as listing, bank or kafka")
                    String process,
            @Option(names = "--cause", required = true, description = "such as slow; workshop/14-incident/README.md")
                    String cause,
            @Option(names = "--evidence", required = true, paramLabel = "METRIC", description = "a metric")
                    String evidence) {
        labs.incidents().accuse(process, cause, evidence).forEach(System.out::println);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the next of three hints.")
    void hint(@Option(names = "--all", description = "Show all hints.") boolean all) {
        var lab = labs.open(null);
        int count = lab.hints().size();
        int last = all ? count : Math.min(count, labs.state().hints(lab.number()) + 1);
        for (var i = all ? 1 : last; i <= last; i++) {
            System.out.printf("Hint %d of %d%n%s%n%n", i, count, lab.hints().get(i - 1));
        }
        labs.state().hints(lab.number(), last);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show your text beside the solution, after a green check.")
    void solution(
            @Option(names = "--now", description = "Also before a green check.") boolean now,
            @Option(names = "--apply", description = "Save your text and write the solution.") boolean apply) {
        labs.texts().solution(now, apply);
    }

    @Command(mixinStandardHelpOptions = true, description = "Save your text and write the starter again.")
    void reset() {
        labs.reset();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Save your text, write the product again and stop the marketplace of the labs.")
    void stop() {
        labs.stop();
    }

    @Command(mixinStandardHelpOptions = true, description = "List your saved texts of a lab, or bring one back.")
    void mine(
            @Parameters(paramLabel = "N", arity = "0..1", description = "the number of the lab; default: the open lab")
                    @Nullable
                    Integer number,
            @Option(names = "--restore", paramLabel = "TIME", description = "Write this text into your checkout.")
                    @Nullable
                    String time) {
        if (time != null) {
            labs.texts().restore(time);
            return;
        }
        int lab = number == null ? labs.open(null).number() : number;
        var saved = new Attempts(labs.root(), lab).all();
        saved.stream().map(labs.root()::relativize).map(Path::toString).forEach(System.out::println);
        System.out.printf("%d saved texts of lab %d%n", saved.size(), lab);
    }

    @Command(mixinStandardHelpOptions = true, description = "Write the trainer's slides as one HTML page.")
    void slides(
            @Option(names = "--output", paramLabel = "FILE", description = "Default: .swapr/slides.html") @Nullable
                    Path output)
            throws IOException {
        var page = output == null ? labs.root().resolve(".swapr/slides.html") : output;
        new Slides().write(labs.root().resolve("workshop/slides"), page.toAbsolutePath());
        System.out.println("Open " + page + " in a browser. The key N shows the notes.");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Compile at each save. Enter checks, h shows a hint, q ends.")
    void watch() throws IOException {
        new Watch(labs, () -> hint(false)).run();
    }
}
