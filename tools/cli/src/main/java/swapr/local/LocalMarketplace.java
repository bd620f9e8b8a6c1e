package swapr.local;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The marketplace on this machine, for programs that observe it or inject faults from outside. */
public final class LocalMarketplace {

    private final Layout layout;

    private LocalMarketplace(Layout layout) {
        this.layout = layout;
    }

    /**
     * The marketplace of this checkout, or of {@code SWAPR_HOME}.
     *
     * @throws IllegalStateException if not all of its processes run
     */
    public static LocalMarketplace running() {
        return running(Layout.here());
    }

    /** The same for another checkout and data directory. */
    public static LocalMarketplace at(Path root, Path home) {
        return running(new Layout(root, home));
    }

    /** The marketplace of this checkout, or of {@code SWAPR_HOME}, even if some of its processes do not run. */
    public static LocalMarketplace anyState() {
        return new LocalMarketplace(Layout.here());
    }

    /** The same for another checkout and data directory. */
    public static LocalMarketplace anyState(Path root, Path home) {
        return new LocalMarketplace(new Layout(root, home));
    }

    private static LocalMarketplace running(Layout layout) {
        var marketplace = new LocalMarketplace(layout);
        var all = marketplace.ports().processes();
        var alive = marketplace.pids().keySet();
        var missing = all.stream().filter(name -> !alive.contains(name)).toList();
        if (missing.size() == all.size()) {
            throw new IllegalStateException("Swapr is not running. Start it with ./swapr up --detach");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("%s not running. Start the missing processes with ./swapr up --detach"
                    .formatted(String.join(", ", missing)));
        }
        return marketplace;
    }

    /** The names of all processes of the last start. Some of them may not run. */
    public List<String> names() {
        return new State(layout.state()).portsOfLastStart().processes();
    }

    /** The pids of all processes of the marketplace that run now, by process name. */
    public Map<String, Long> pids() {
        var state = new State(layout.state());
        var ours = state.ports().processes(); // without the training of caches, which ends soon
        return state.alive().stream()
                .filter(running -> ours.contains(running.name()))
                .collect(TreeMap::new, (pids, running) -> pids.put(running.name(), running.pid()), Map::putAll);
    }

    /** Resident memory of each process and its children, in MB, as {@code ./swapr status} shows it. */
    public Map<String, Long> residentMb() {
        var pids = new TreeMap<>(pids());
        pids.replaceAll((name, pid) -> Memory.residentMb(pid));
        return pids;
    }

    /** The process names of all instances of these applications, such as {@code purchase} and {@code purchase-2}. */
    public List<String> instances(Collection<String> applications) {
        return Instance.all(ports().instances()).stream()
                .filter(instance -> applications.contains(instance.app().process()))
                .map(Instance::process)
                .toList();
    }

    /** The URL of an application, the bank or the mail page. */
    public String url(String process) {
        var ports = ports();
        return ports.url(
                switch (process) {
                    case "bank" -> ports.bank();
                    case "mail" -> ports.mailPage();
                    case Room.NAME -> ports.roomPage();
                    default -> ports.of(Instance.of(process));
                });
    }

    /** The URL of an application's actuator. */
    public String managementUrl(String process) {
        return ports().url(ports().managementOf(Instance.of(process)));
    }

    /** A bearer token of the operator, valid for 15 minutes. */
    public String operatorToken() {
        return Token.of(Person.OLGA, layout);
    }

    /** The port of postgres, kafka, bank or smtp. A test can put a proxy on it. */
    public int port(String server) {
        return switch (server) {
            case "postgres" -> ports().postgres();
            case "kafka" -> ports().kafka();
            case "bank" -> ports().bank();
            case "smtp" -> ports().smtp();
            default -> throw new IllegalArgumentException("there is no server " + server);
        };
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + ports().kafka();
    }

    public String databaseUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/swapr".formatted(ports().postgres());
    }

    /** The password of {@link Postgres#SUPERUSER}, which may read all schemas. */
    public String superuserPassword() {
        return PostgresData.password(layout.data("postgres"));
    }

    /** The directory of its data, logs and reports. */
    public Path home() {
        return layout.home();
    }

    /** The directory of the unpacked PostgreSQL programs. */
    public Path binaries() {
        return layout.binaries();
    }

    /** The directory of the checkout. */
    public Path root() {
        return layout.root();
    }

    private PortBlock ports() {
        return new State(layout.state()).ports();
    }
}
