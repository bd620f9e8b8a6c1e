package swapr.local;

import java.util.List;

/**
 * The processes that one {@code ./swapr up} starts. They stop when this command ends, until {@link #keep} is called.
 */
final class StartedProcesses {

    private final Layout layout;
    private final RestartPolicy restarts;
    private volatile boolean kept;
    private volatile boolean interrupted;

    StartedProcesses(Layout layout, RestartPolicy restarts) {
        this.layout = layout;
        this.restarts = restarts;
    }

    /**
     * Starts the processes and prints the progress. Returns false after an error.
     *
     * @param brief without the table, the addresses and the accounts at the end
     */
    boolean start(State state, PortBlock ports, List<String> names, boolean brief) {
        state.ports(ports);
        var secrets = Secrets.load(layout.secrets(), System.getenv());
        var notes = new ExitNotes(layout);
        names.forEach(notes::forget);
        var registry = new ProcessRegistry(state, notes, layout.run());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopUnlessKept(registry)));
        var progress = new Progress(System.out, Boolean.getBoolean("swapr.terminal"));
        var apps = new AppLauncher(layout, ports, secrets, registry);
        try {
            new Marketplace(ports.instances(), new Infrastructure(layout, ports, secrets, registry), apps, progress)
                    .start(names);
        } catch (RuntimeException e) {
            registry.stopMine();
            if (!interrupted) {
                progress.line("");
                System.err.println("swapr: " + e.getMessage());
            }
            keep();
            return false;
        }
        progress.finished(names.size() + (names.size() == 1 ? " process" : " processes") + " healthy");
        AotCacheBuilder.inBackground(layout, state, registry);
        if (!brief) {
            System.out.println("\n" + new ProcessTable(layout, state).table());
            System.out.println(Welcome.text(ports, secrets, Room.line(layout, state)));
        }
        return true;
    }

    /** The processes continue after this command. */
    void keep() {
        kept = true;
    }

    boolean areKept() {
        return kept;
    }

    /** Whether Ctrl-C stops them. */
    boolean areInterrupted() {
        return interrupted;
    }

    private void stopUnlessKept(ProcessRegistry registry) {
        if (!kept) {
            interrupted = true;
            System.out.println("\nStopping Swapr. The data is kept for the next ./swapr up.");
            restarts.off();
            registry.stopEverything();
        }
    }
}
