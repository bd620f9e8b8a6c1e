package swapr.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "What runs where, how it feels and how much memory it takes.")
final class Status implements Callable<Integer> {

    @Override
    public Integer call() {
        var layout = Layout.here();
        var state = new State(layout.state());
        var overview = new ProcessTable(layout, state);
        System.out.print(overview.table());
        if (!state.alive().isEmpty()) {
            new ExitReport(layout, state).lines().forEach(line -> System.out.println("\n" + line));
        }
        if (state.alive(AotCacheBuilder.NAME).isPresent()) {
            System.out.println("\nIn the background, caches are being made that let the next start be quicker.");
        }
        return overview.allHealthy() ? 0 : 1;
    }
}
