package swapr.workshop;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import swapr.local.Swapr;

/**
 * {@code ./swapr lab}: labs in which the learner changes the running marketplace. These commands open, check and close
 * a lab. {@link LabTools} has the others.
 */
@Command(
        name = "swapr lab",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Learn with labs. A lab puts a fault or a gap into the code of your checkout, and you repair it.",
        footer = "%nworkshop/README.md explains the labs.")
public final class LabCommand {

    private final Labs labs;
    private final LabProgress progress;

    private LabCommand(Labs labs) {
        this.labs = labs;
        this.progress = new LabProgress(labs.root(), labs.state());
    }

    public static void main(String[] arguments) {
        var command = commandLine(Labs.here());
        System.exit(command.execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    static CommandLine commandLine(Labs labs) {
        var command = Swapr.commandLine(new LabCommand(labs));
        LabTools.commands(labs).forEach(command::addSubcommand);
        return command;
    }

    @Command(mixinStandardHelpOptions = true, description = "List all labs with your results.")
    void list() {
        progress.list(System.out);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show your results, your time and the hints you have read.")
    void progress() {
        progress.results(System.out);
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

    @Command(mixinStandardHelpOptions = true, description = "Show the next of three hints.")
    void hint(@Option(names = "--all", description = "Show all hints.") boolean all) {
        progress.hint(labs.open(null), all, System.out);
    }

    @Command(mixinStandardHelpOptions = true, description = "Show your text beside the solution, after a green check.")
    void solution(
            @Option(names = "--now", description = "Also before a green check.") boolean now,
            @Option(
                            names = "--apply",
                            description =
                                    "Show the solution, save your text and write the solution. Also before green.")
                    boolean apply) {
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
            @Parameters(
                            paramLabel = "N",
                            arity = "0..1",
                            description = "the number of the lab; 0: changes from before the labs; default: all")
                    @Nullable
                    Integer number,
            @Option(names = "--restore", paramLabel = "TIME", description = "Write this text into your checkout.")
                    @Nullable
                    String time) {
        if (time != null) {
            labs.texts().saved().restore(number, time);
            return;
        }
        labs.texts().saved().list(number);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Compile at each save. Enter checks, h shows a hint, q ends.")
    void watch() throws IOException {
        new Watch(labs, () -> hint(false)).run();
    }
}
