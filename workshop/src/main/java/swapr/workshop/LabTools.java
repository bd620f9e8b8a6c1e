package swapr.workshop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import swapr.local.LocalMarketplace;

/** The commands of {@code ./swapr lab} that observe the running marketplace, and those for one lab or for a trainer. */
final class LabTools {

    private LabTools() {}

    /** The marketplace of the open lab, or the learner's own one if no lab is open. Some processes may not run. */
    private static LocalMarketplace observed(Labs labs) {
        return LocalMarketplace.anyState(labs.root(), labs.state().observedHome());
    }

    static List<Object> commands(Labs labs) {
        return List.of(
                new Accuse(labs), new Compare(labs), new Contracts(labs), new Metrics(labs), new WriteSlides(labs));
    }

    @Command(
            name = "accuse",
            mixinStandardHelpOptions = true,
            description = "Lab 14: name the process with the fault, its cause, and the metric that shows it.")
    private static final class Accuse implements Runnable {

        @Option(names = "--process", required = true, description = "such as listing, bank or kafka")
        private String process = "";

        @Option(names = "--cause", required = true, description = "such as slow; workshop/14-incident/README.md")
        private String cause = "";

        @Option(names = "--evidence", required = true, paramLabel = "METRIC", description = "a metric")
        private String evidence = "";

        private final Labs labs;

        private Accuse(Labs labs) {
            this.labs = labs;
        }

        @Override
        public void run() {
            labs.incidents().accuse(process, cause, evidence).forEach(System.out::println);
        }
    }

    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            description =
                    "Read one topic as a queue, as a topic and as a stream, and measure the batches of a producer.")
    private record Compare(Labs labs) implements Callable<Integer> {
        @Override
        public Integer call() throws ExecutionException, InterruptedException {
            var marketplace = observed(labs);
            if (!marketplace.pids().containsKey("kafka")) {
                throw new IllegalStateException("Kafka is not running. Start it with ./swapr up --detach");
            }
            new BrokerComparison(marketplace.bootstrapServers()).print(System.out);
            return 0;
        }
    }

    @Command(
            name = "contracts",
            mixinStandardHelpOptions = true,
            description = "Compare the fields that the services read with the newest messages of the topics.")
    private record Contracts(Labs labs) implements Callable<Integer> {
        @Override
        public Integer call() {
            return labs.runs().contracts() ? 0 : 1;
        }
    }

    @Command(
            name = "metrics",
            mixinStandardHelpOptions = true,
            description = "Show the figures of the alerts, of all services.")
    private record Metrics(Labs labs) implements Runnable {
        @Override
        public void run() {
            new MetricsBoard(observed(labs)).lines().forEach(System.out::println);
        }
    }

    @Command(
            name = "slides",
            mixinStandardHelpOptions = true,
            description = "Write the trainer's slides as one HTML page.")
    private static final class WriteSlides implements Callable<Integer> {

        @Option(names = "--output", paramLabel = "FILE", description = "Default: .swapr/slides.html")
        private @Nullable Path output;

        private final Path root;

        private WriteSlides(Labs labs) {
            this.root = labs.root();
        }

        @Override
        public Integer call() throws IOException {
            var page = output == null ? root.resolve(".swapr/slides.html") : output;
            new Slides().write(root.resolve("workshop/slides"), page.toAbsolutePath());
            System.out.println("Open " + page + " in a browser. The key N shows the notes.");
            return 0;
        }
    }
}
