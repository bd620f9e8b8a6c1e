package swapr.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import swapr.local.LocalMarketplace;

/** The running marketplace in the hands of somebody who breaks it, and the chance that decides where. */
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

    /** Those who shop meanwhile. */
    Load load() {
        return load;
    }

    /** What they have been told. */
    ClientHistory history() {
        return history;
    }

    /** When what was done. */
    Timeline timeline() {
        return timeline;
    }

    ProcessFaults processes() {
        return processes;
    }

    JvmFaults jvms() {
        return new JvmFaults(this);
    }

    Operator operator() {
        return new Operator(this);
    }

    DatabaseSessions sessions() {
        return new DatabaseSessions(marketplace);
    }

    /** Does something to the topics. */
    void tamper(String what, int faults, Consumer<TopicFaults> how) {
        timeline.mark(what, faults);
        try (var tampering = new TopicFaults(marketplace.bootstrapServers(), faultLog)) {
            how.accept(tampering);
        }
    }

    /** @throws IllegalStateException when it did not come about */
    void expect(boolean expected, String otherwise) {
        if (!expected) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** When time is short, each thing is done once. */
    void brief(boolean brief) {
        this.brief = brief;
    }

    /** How often something is done that is worth doing that often. */
    int times(int usually) {
        return brief ? 1 : usually;
    }

    /** One of the two, depending on whether time is short. */
    int either(int usually, int whenBrief) {
        return brief ? whenBrief : usually;
    }

    /** Makes what is done here repeatable. */
    long seed() {
        return seed;
    }

    Quiescence quiescence() {
        return new Quiescence(marketplace);
    }

    /** All instances of these services. */
    List<String> instances(List<String> services) {
        return marketplace.instances(services);
    }

    /** One of them, by lot. */
    String instance(String service) {
        var all = instances(List.of(service));
        return all.isEmpty() ? service : all.get(random.nextInt(all.size()));
    }

    /** Any process, by lot. Not the mail box: the only one that keeps nothing on disk. */
    String any() {
        var all = marketplace.pids().keySet().stream()
                .filter(process -> !process.equals("mail"))
                .sorted()
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    /** Between none and that long. */
    Duration some(Duration atMost) {
        return Duration.ofMillis(random.nextLong(atMost.toMillis() + 1));
    }

    <T> List<T> shuffled(List<T> things) {
        var copy = new ArrayList<>(things);
        Collections.shuffle(copy, random);
        return copy;
    }
}
