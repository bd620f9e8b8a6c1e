package swapr.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The marketplace in which an operator causes faults: processes of this machine, or containers. */
interface FaultSite {

    /** The site of this environment: containers if {@link ContainerSite#VARIABLE} is set. */
    static FaultSite of(Map<String, String> environment) {
        var servers = environment.get(ContainerSite.VARIABLE);
        return servers == null
                ? LocalSite.running()
                : ContainerSite.of(Path.of(environment.getOrDefault("SWAPR_HOME", "")), servers);
    }

    /** The directory of the journal, and of the names of the faults that last. */
    Path home();

    /** The address of a server, such as {@code bank}, without a slash at its end. */
    String url(String server);

    /** The addresses of Kafka. */
    String bootstrapServers();

    /** The processes that can be killed, stopped and frozen; empty for containers. */
    List<String> names();

    /** The pids of the processes that run, by name; empty for containers. */
    Map<String, Long> pids();

    /**
     * Runs a command of {@code ./swapr}, such as {@code up --detach}.
     *
     * @throws IllegalStateException if it fails, or if this site has no such command
     */
    void swapr(String... arguments);

    /** Whether a person wants that ended processes start again without a command. */
    boolean restartsAreChosen();
}
