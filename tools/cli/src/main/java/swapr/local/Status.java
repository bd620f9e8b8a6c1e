package swapr.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Show each process with its health, address, pid, memory and log.")
final class Status implements Callable<Integer> {

    @Override
    public Integer call() {
        var layout = Layout.here();
        var state = new State(layout.state());
        var table = new ProcessTable(layout, state);
        System.out.print(table.table());
        if (!state.alive().isEmpty()) {
            var room = Room.line(layout, state);
            System.out.print(room.isEmpty() ? "" : "\n" + room + "\n");
            new ExitReport(layout, state).lines().forEach(line -> System.out.println("\n" + line));
        }
        if (state.alive(AotCacheBuilder.NAME).isPresent()) {
            System.out.println("\nCaches for a faster next start are being made in the background.");
        }
        return table.allHealthy() ? 0 : 1;
    }
}
