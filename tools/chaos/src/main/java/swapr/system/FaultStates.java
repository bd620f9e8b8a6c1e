package swapr.system;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swapr.local.OsProcess;

/** The states of the targets of faults, read back from the targets. */
final class FaultStates {

    /**
     * A process or a server.
     *
     * @param until the end of its fault; null if it has none with an end
     */
    private record Target(
            String name, String state, @Nullable String until) {}

    private final FaultSite site;
    private final ServerFaults servers;

    FaultStates(FaultSite site, ServerFaults servers) {
        this.site = site;
        this.servers = servers;
    }

    /** @param ends the end of each fault that lasts, by name */
    Map<String, Object> read(Map<String, Instant> ends) {
        var pids = site.pids();
        var states = new LinkedHashMap<String, Object>();
        states.put(
                "processes",
                site.names().stream()
                        .filter(name -> !name.equals("room"))
                        .map(name -> target(name, state(pids.get(name)), ends.get(OperatorFaults.FREEZE + name)))
                        .toList());
        states.put(
                "servers",
                List.of(
                        target("bank", servers.bankState(), ends.get("bank")),
                        target("mail", servers.mailState(), ends.get("mail"))));
        return states;
    }

    private static String state(@Nullable Long pid) {
        if (pid == null) {
            return "away";
        }
        return OsProcess.isFrozen(pid) ? "frozen" : "running";
    }

    private static Target target(String name, String state, @Nullable Instant until) {
        return new Target(name, state, until == null ? null : until.toString());
    }
}
