package swapr.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "down",
        description =
                "Stop all processes, or only the named ones. They stay stopped until ./swapr up. The data is kept.")
final class Down implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "such as purchase or kafka; without a name, all", arity = "0..*")
    List<String> names = new ArrayList<>();

    @Option(names = "--kill", description = "Kill the processes at once, like a crash.")
    boolean kill;

    @Override
    public Integer call() {
        var layout = Layout.here();
        var state = new State(layout.state());
        var notes = new ExitNotes(layout);
        for (var name : names) {
            if (!state.ports().processes().contains(name)) {
                System.err.printf(
                        "swapr: there is no process %s. The processes are %s%n",
                        name, state.ports().processes());
                return 2;
            }
        }
        if (names.isEmpty()) {
            new RestartPolicy(layout).off();
        }
        (names.isEmpty() ? state.portsOfLastStart().processes() : names).forEach(notes::stopped);
        var stopped = new ArrayList<String>();
        // Repeated, because an ./swapr up may start more processes in the meantime.
        for (var left = selected(state); !left.isEmpty(); left = selected(state)) {
            if (kill) {
                left.forEach(RunningProcess::kill);
            } else {
                Shutdown.inOrder(left);
            }
            left.forEach(running -> stopped.add(running.name()));
            state.reload();
        }
        System.out.println(stopped.isEmpty() ? "Nothing was running." : "Stopped " + String.join(", ", stopped) + ".");
        return 0;
    }

    private List<RunningProcess> selected(State state) {
        return state.alive().stream()
                .filter(running -> names.isEmpty() || names.contains(running.name()))
                .toList();
    }
}
