package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** {@code docker-compose.yml} and the code agree, and no container has more rights than it needs. */
class ComposeFileTest {

    private static final Path ROOT = Path.of("../..");

    private final String file = read("docker-compose.yml");
    private final Map<String, Map<String, Object>> services = at(new Yaml().load(file), "services");

    @Test
    void theControlRoomShowsTheProcessesOfAMarketplaceOnOneMachine() {
        var local = new PortBlock(8_080, 1, false).processes();

        assertThat(processes().keySet()).containsExactlyInAnyOrderElementsOf(local);
    }

    @Test
    void theControlRoomAsksEachContainerAtThePortOfItsHealthCheck() {
        assertThat(processes()).allSatisfy((name, address) -> {
            assertThat(services).containsKey(address.getHost());
            List<String> check = at(at(service(address.getHost()), "healthcheck"), "test");
            if (check.get(1).equals("health")) {
                assertThat(check.get(2)).as(name).isEqualTo(Integer.toString(address.getPort()));
            }
        });
    }

    @Test
    void theControlRoomHasOnePortInsideAndOutsideAndTheMemoryOptionsOfThisMachine() {
        List<String> ports = at(service("room"), "ports");
        var port = at(at(service("room"), "environment"), "SWAPR_ROOM_PORT");

        assertThat(ports).containsExactly("127.0.0.1:%s:%s".formatted(port, port));
        assertThat(Infrastructure.ROOM_MEMORY)
                .allSatisfy(option -> assertThat(read("Dockerfile")).contains('"' + option + '"'));
    }

    @Test
    void onlyTheControlRoomCanReadItsCopyOfThePassword() {
        String user = at(service("room"), "user");

        assertThat(read("ops/docker/secrets.sh")).contains("chown -R " + user + " /secrets/room");
    }

    @Test
    void eachImageOfOursIsReadOnlyWithoutRightsAndHasAUserOfItsOwn() {
        var ours = services.values().stream()
                .filter(service -> service.containsKey("build"))
                .toList();

        assertThat(ours)
                .hasSize(8)
                .allSatisfy(service -> assertThat(service)
                        .containsEntry("read_only", true)
                        .containsEntry("cap_drop", List.of("ALL"))
                        .containsEntry("security_opt", List.of("no-new-privileges:true"))
                        .containsKeys("mem_limit", "healthcheck"));
        assertThat(ours).extracting(service -> at(service, "user")).doesNotHaveDuplicates();
    }

    @Test
    void noContainerHasAccessToDockerOrToTheProcessesOfTheHost() {
        assertThat(file).doesNotContain("docker.sock", "privileged: true", "\n    pid:", "network_mode: host");
        assertThat(services.values())
                .allSatisfy(service -> assertThat((List<?>) service.getOrDefault("ports", List.of()))
                        .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:")));
    }

    private Map<String, Object> service(String name) {
        return at(services, name);
    }

    /** The processes that the control room shows, with their health addresses. */
    private Map<String, URI> processes() {
        String all = at(at(service("room"), "environment"), "SWAPR_ROOM_PROCESSES");
        var processes = new LinkedHashMap<String, URI>();
        for (var pair : all.split(", ", -1)) {
            processes.put(pair.replaceFirst("=.*", ""), URI.create(pair.replaceFirst(".*?=", "")));
        }
        return processes;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the test fails if the value has another type
    private static <T> T at(Object map, String key) {
        return (T) Objects.requireNonNull(((Map<String, Object>) map).get(key), key);
    }

    private static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
