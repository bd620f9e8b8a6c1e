package swapr.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import swapr.local.LocalMarketplace;
import swapr.local.Swapr;

/** {@code ./swapr load}: measures the speed and the cost of orders in the running marketplace. See docs/speed.md. */
@Command(
        name = "swapr load",
        mixinStandardHelpOptions = true,
        description =
                "Measure the running marketplace: send real orders, wait until everything is done, print a table.",
        footer = "%nThe exit code is 0 only if every order is confirmed. docs/speed.md explains each line.",
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {

    private static final int MOST_ORDERS = 1_000_000;
    private static final int HIGHEST_RATE = 1_000;
    private static final int RATE_SECONDS = 60;
    private static final Duration COMMIT_LOOP = Duration.ofSeconds(4);

    @Option(names = "--orders", paramLabel = "N", description = "Send N orders as fast as possible (default: 2000).")
    @Nullable
    Integer orders;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Send N orders per second for a minute. Latencies count from the intended times.")
    @Nullable
    Integer rate;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "HTTP connections, each with one request at a time (default: ${DEFAULT-VALUE}).")
    int connections = 8;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Orders before the measured ones (default: ${DEFAULT-VALUE}).")
    int warmUp = 2_000;

    @Option(
            names = "--history",
            paramLabel = "N",
            description = "Before the measured orders, copy the newest confirmed order N times with SQL.")
    int history;

    @Option(names = "--direct", description = "Send the orders to purchase-service, not through the edge.")
    boolean direct;

    @Option(names = "--short", description = "Send 200 orders over 4 connections, without warm-up.")
    boolean brief;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to this file, as JSON.")
    @Nullable
    Path json;

    private LoadCommand() {}

    public static void main(String[] arguments) {
        System.exit(Swapr.commandLine(new LoadCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, SQLException, ExecutionException, InterruptedException {
        var plan = plan();
        var report = new LoadRun(LocalMarketplace.running(), plan).measure();
        System.out.print(report.table());
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private LoadPlan plan() {
        if (orders != null && rate != null) {
            throw new IllegalArgumentException("--orders and --rate exclude each other");
        }
        require(history, 0, MOST_ORDERS, "--history");
        if (brief) {
            if (orders != null || rate != null) {
                throw new IllegalArgumentException("--short has its own number of orders: omit --orders and --rate");
            }
            return LoadPlan.brief(history, direct);
        }
        if (rate != null) {
            require(rate, 1, HIGHEST_RATE, "--rate");
        }
        int measured = rate != null ? rate * RATE_SECONDS : orders != null ? orders : 2_000;
        require(measured, 1, MOST_ORDERS, "--orders");
        require(connections, 1, 64, "--connections");
        require(warmUp, 0, MOST_ORDERS, "--warm-up");
        return new LoadPlan(measured, rate == null ? 0 : rate, connections, warmUp, history, direct, true, COMMIT_LOOP);
    }

    private static void require(int value, int least, int most, String option) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be between %d and %d".formatted(option, least, most));
        }
    }
}
