package swapr.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The marketplace that runs on this machine, for those who look at it from outside or make its life hard. */
public final class LocalMarketplace {

    private final Layout layout;

    private LocalMarketplace(Layout layout) {
        this.layout = layout;
    }

    /**
     * The one of this checkout, or of {@code SWAPR_HOME}.
     *
     * @throws IllegalStateException when not all of it runs
     */
    public static LocalMarketplace running() {
        return running(Layout.here());
    }

    /**
     * The one of that checkout whose data is there.
     *
     * @throws IllegalStateException when not all of it runs
     */
    public static LocalMarketplace at(Path root, Path home) {
        return running(new Layout(root, home));
    }

    private static LocalMarketplace running(Layout layout) {
        var marketplace = new LocalMarketplace(layout);
        var all = marketplace.ports().processes();
        var missing = all.stream()
                .filter(name -> !marketplace.pids().containsKey(name))
                .toList();
        if (missing.size() == all.size()) {
            throw new IllegalStateException("Swapr is not running: start it with ./swapr up --detach");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "%s not running: ./swapr up --detach starts what is missing".formatted(String.join(", ", missing)));
        }
        return marketplace;
    }

    /**
     * Nothing of the marketplace whose data is there is started again automatically, until this is closed or our process ends:
     * for those who kill its processes themselves.
     */
    public static Closeable withoutRestarts(Path root, Path home) {
        return new RestartPolicy(new Layout(root, home)).held();
    }

    /** The checkout and the data directory of this command, whether anything runs there or not. */
    public static Path[] here() {
        var layout = Layout.here();
        return new Path[] {layout.root(), layout.home()};
    }

    /** What is alive now of the marketplace itself, each process with its pid. */
    public Map<String, Long> pids() {
        var state = new State(layout.state());
        var ours = state.ports().processes(); // and not the training, which comes and goes
        var pids = new TreeMap<String, Long>();
        state.alive().stream()
                .filter(running -> ours.contains(running.name()))
                .forEach(running -> pids.put(running.name(), running.pid()));
        return pids;
    }

    /** Resident memory of each process and its children, in MB, as {@code ./swapr status} shows it. */
    public Map<String, Long> residentMb() {
        var resident = new TreeMap<String, Long>();
        pids().forEach((name, pid) -> resident.put(name, Memory.residentMb(pid)));
        return resident;
    }

    /** The processes that are instances of these applications: {@code purchase}, {@code purchase-2}. */
    public List<String> instances(Collection<String> applications) {
        return Instance.all(ports().instances()).stream()
                .filter(instance -> applications.contains(instance.app().process()))
                .map(Instance::process)
                .toList();
    }

    /** Where an application, the bank or the mail page answers. */
    public String url(String process) {
        var ports = ports();
        return ports.url(
                switch (process) {
                    case "bank" -> ports.bank();
                    case "mail" -> ports.mailPage();
                    default -> ports.of(Instance.of(process));
                });
    }

    /** Where an application's actuator answers. */
    public String managementUrl(String process) {
        return ports().url(ports().managementOf(Instance.of(process)));
    }

    /** A bearer token of the operator, good for 15 minutes. */
    public String operatorToken() {
        return Token.of(Person.OLGA, layout);
    }

    /** Where the proxy of a test has to stand: the port of postgres, kafka, bank or smtp. */
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

    /** Of {@link Postgres#SUPERUSER}, who may read all schemas. */
    public String superuserPassword() {
        try {
            return Files.readString(PostgresData.passwordFile(layout.data("postgres")))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first port of the block. */
    public int base() {
        return ports().base();
    }

    /** Where its data, logs and reports are. */
    public Path home() {
        return layout.home();
    }

    /** Where PostgreSQL's programs are unpacked. */
    public Path binaries() {
        return layout.binaries();
    }

    /** The checkout. */
    public Path root() {
        return layout.root();
    }

    private PortBlock ports() {
        return new State(layout.state()).ports();
    }
}
