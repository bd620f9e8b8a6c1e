package swapr.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Prints which process has ended and why, and the log of the supervisor. */
record ExitWatch(Layout layout, PrintStream out) {

    /**
     * Returns when no process runs and none is started again.
     *
     * @param interrupted true if the user stops the processes, so that their exits are not printed
     */
    void untilNothingRuns(BooleanSupplier interrupted) {
        var state = new State(layout.state());
        var exits = new ExitReport(layout, state);
        var supervisor = new LogFollower(layout.log(ProcessSupervisor.NAME));
        var before = state.alive();
        while (!before.isEmpty()
                || !state.portsOfLastStart().processes().stream().allMatch(exits::forGood)) {
            OsProcess.await(Duration.ofMillis(200), () -> false);
            state.reload();
            out.print(supervisor.news());
            var now = state.alive();
            for (var ended : before) {
                if (!interrupted.getAsBoolean()
                        && !now.contains(ended)
                        && !ended.name().equals(AotCacheBuilder.NAME)
                        && exits.forGood(ended.name())) {
                    OsProcess.await(
                            Duration.ofSeconds(1),
                            () -> !exits.line(ended.name()).isEmpty());
                    out.println(exits.line(ended.name()));
                }
            }
            before = now;
        }
    }
}
