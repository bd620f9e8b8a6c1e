package swapr.system;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The containers of {@code docker compose up}. Only faults over the network are possible: this process cannot stop or
 * freeze a container, because it has no access to Docker.
 *
 * @param servers the address of each server, by name
 */
record ContainerSite(Path home, Map<String, String> servers) implements FaultSite {

    /** The variable with the servers: {@code edge=http://edge:8080,kafka=brokers:9092}, and bank and mail. */
    static final String VARIABLE = "SWAPR_FAULTS_SERVERS";

    private static final String KAFKA = "kafka";
    private static final List<String> NEEDED = List.of("edge", "bank", "mail", KAFKA);

    /** @throws IllegalArgumentException if the address of a server is missing; the message names the variable */
    static ContainerSite of(Path home, String list) {
        var servers = Arrays.stream(list.split(","))
                .map(pair -> pair.strip().split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        for (var name : NEEDED) {
            if (!servers.containsKey(name)) {
                throw new IllegalArgumentException(
                        "%s has no address of %s. Add %s=ADDRESS".formatted(VARIABLE, name, name));
            }
        }
        return new ContainerSite(home, servers);
    }

    @Override
    public String url(String server) {
        return address(server);
    }

    @Override
    public String bootstrapServers() {
        return address(KAFKA);
    }

    private String address(String server) {
        @Nullable String address = servers.get(server);
        if (address == null) {
            throw new IllegalStateException("the address of %s is unknown".formatted(server));
        }
        return address;
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public Map<String, Long> pids() {
        return Map.of();
    }

    @Override
    public void swapr(String... arguments) {
        throw new IllegalStateException("containers start with docker compose: the page Containers has the commands");
    }

    @Override
    public boolean restartsAreChosen() {
        return false; // Docker restarts them
    }
}
