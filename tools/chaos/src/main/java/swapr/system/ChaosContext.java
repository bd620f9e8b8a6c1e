package swapr.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import swapr.local.LocalMarketplace;

/** The running marketplace, the load, and the random choices of one scenario. */
final class ChaosContext {

    private final LocalMarketplace marketplace;
    private final FaultLog faultLog;
    private final Load load;
    private final ClientHistory history;
    private final long seed;
    private final Random random;
    private final Timeline timeline = new Timeline();
    private final ProcessFaults processes;
    private boolean brief;

    ChaosContext(
            LocalMarketplace marketplace, FaultLog faultLog, Load load, ClientHistory history, long seed, Path log) {
        this.marketplace = marketplace;
        this.faultLog = faultLog;
        this.load = load;
        this.history = history;
        this.seed = seed;
        this.random = new Random(seed);
        this.processes =
                new ProcessFaults(marketplace, new SwaprCommand(marketplace.root(), marketplace.home(), log), timeline);
    }

    LocalMarketplace marketplace() {
        return marketplace;
    }

    /** The clients that send requests during the scenario. */
    Load load() {
        return load;
    }

    /** The requests of the clients and their outcomes. */
    ClientHistory history() {
        return history;
    }

    /** The faults of the scenario, with their times. */
    Timeline timeline() {
        return timeline;
    }

    ProcessFaults processes() {
        return processes;
    }

    JvmFaults jvms() {
        return new JvmFaults(this);
    }

    /** @param server postgres, kafka, bank or smtp */
    NetworkFaults network(String server) {
        return new NetworkFaults(this, server);
    }

    Operator operator() {
        return new Operator(this);
    }

    DatabaseSessions sessions() {
        return new DatabaseSessions(marketplace);
    }

    /** Marks a fault and causes it on the topics. */
    void tamper(String what, int faults, Consumer<TopicFaults> how) {
        timeline.mark(what, faults);
        try (var topics = new TopicFaults(marketplace.bootstrapServers(), faultLog)) {
            how.accept(topics);
        }
    }

    /** @throws IllegalStateException if the expectation is false */
    void expect(boolean expected, String otherwise) {
        if (!expected) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** In a brief run, repeated faults happen once. */
    void brief(boolean brief) {
        this.brief = brief;
    }

    /** The number of repetitions: 1 in a brief run. */
    int times(int usually) {
        return brief ? 1 : usually;
    }

    /** One of the two numbers, depending on whether the run is brief. */
    int either(int usually, int whenBrief) {
        return brief ? whenBrief : usually;
    }

    /** The seed that makes the random choices repeatable. */
    long seed() {
        return seed;
    }

    ConsumerLags lags() {
        return new ConsumerLags(marketplace);
    }

    /** All instances of these services. */
    List<String> instances(List<String> services) {
        return marketplace.instances(services);
    }

    /** A random instance of this service. */
    String instance(String service) {
        var all = instances(List.of(service));
        return all.isEmpty() ? service : all.get(random.nextInt(all.size()));
    }

    /** A random process, except the mail server and the control room, because they store nothing on disk. */
    String any() {
        var all = marketplace.pids().keySet().stream()
                .filter(process -> !List.of("mail", "room").contains(process))
                .sorted()
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    /** A random duration between zero and this maximum. */
    Duration some(Duration atMost) {
        return Duration.ofMillis(random.nextLong(atMost.toMillis() + 1));
    }

    <T> List<T> shuffled(List<T> things) {
        var copy = new ArrayList<>(things);
        Collections.shuffle(copy, random);
        return copy;
    }
}
