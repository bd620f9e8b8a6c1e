package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import swapr.local.LocalMarketplace;

/** The running marketplace in the hands of somebody who breaks it: every fault is done here, and noted with its time. */
final class Site {

    /**
     * What was done, or what followed from it, at a moment.
     *
     * @param faults how many faults that was; 0 for what followed
     */
    record Mark(Instant at, String what, int faults) {
        boolean fault() {
            return faults > 0;
        }
    }

    private final LocalMarketplace marketplace;
    private final Deeds deeds;
    private final Load load;
    private final History history;
    private final Random random;
    private final Command command;
    /** Who must be alive, with which pid. */
    private final Map<String, Long> expected = new ConcurrentHashMap<>();

    private Duration healthyAgain = Duration.ZERO;
    private boolean patient;
    private boolean brief;
    private final List<Mark> marks = Collections.synchronizedList(new ArrayList<>());

    Site(LocalMarketplace marketplace, Deeds deeds, Load load, History history, long seed, Path log) {
        this.marketplace = marketplace;
        this.deeds = deeds;
        this.load = load;
        this.history = history;
        this.random = new Random(seed);
        this.command = new Command(marketplace.root(), marketplace.home(), log);
        expected.putAll(marketplace.pids());
    }

    LocalMarketplace marketplace() {
        return marketplace;
    }

    /** Those who shop meanwhile. */
    Load load() {
        return load;
    }

    /** What they have been told. */
    History history() {
        return history;
    }

    Jvms jvms() {
        return new Jvms(this);
    }

    Operator operator() {
        return new Operator(this);
    }

    Sessions sessions() {
        return new Sessions(marketplace);
    }

    /** Does something to the topics. */
    void tamper(String what, int faults, Consumer<Tampering> how) {
        mark(what, faults);
        try (var tampering = new Tampering(marketplace.bootstrapServers(), deeds)) {
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

    /** With patience, nothing takes too long. */
    void patient(boolean patient) {
        this.patient = patient;
    }

    /** @throws IllegalStateException when the last {@link #start} took longer */
    void healthyWithin(Duration bound) {
        expect(
                patient || healthyAgain.compareTo(bound) <= 0,
                "healthy again after %.1f s, promised are %d"
                        .formatted(healthyAgain.toMillis() / 1e3, bound.toSeconds()));
    }

    List<Mark> marks() {
        return List.copyOf(marks);
    }

    /** Notes a fault that begins now. */
    void mark(String what) {
        mark(what, 1);
    }

    /** Notes several, done at once. */
    void mark(String what, int faults) {
        marks.add(new Mark(Instant.now(), what, faults));
    }

    /** Notes what is no fault. */
    void note(String what) {
        marks.add(new Mark(Instant.now(), what, 0));
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

    /** Its death will be our doing. */
    void mayDie(String process) {
        expected.remove(process);
    }

    /** kill -9, and nothing else: it does not come back by itself. */
    void kill(String process) {
        long pid = pid(process);
        expected.remove(process);
        mark("kill -9 " + process);
        signal("KILL", pid);
        Waiting.until(Duration.ofSeconds(10), () -> !alive(pid));
    }

    /** Starts whatever is missing and returns when it is healthy. */
    void start() {
        note("start what is missing");
        long began = System.nanoTime();
        command.run("up", "--detach");
        healthyAgain = Duration.ofNanos(System.nanoTime() - began);
        expected.putAll(marketplace.pids());
        note("all healthy after %.1f s".formatted(healthyAgain.toMillis() / 1e3));
    }

    /** Shuts down a process the way it likes, and nothing else. */
    void stop(String process) {
        expected.remove(process);
        mark("stop " + process);
        command.run("down", process);
    }

    /** @throws IllegalStateException naming who has ended without our doing */
    void nobodyElseDied() {
        var now = marketplace.pids();
        var gone = expected.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(now.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        if (!gone.isEmpty()) {
            throw new IllegalStateException(String.join(", ", gone) + " died, and nobody had killed it");
        }
    }

    /** Stops a process in the middle of whatever it does, without a word, for that long. */
    void freeze(String process, Duration duration) {
        long pid = pid(process);
        mark("stop " + process);
        signal("STOP", pid);
        try (var _ = new Undo(() -> signal("CONT", pid))) {
            Waiting.pause(duration);
        }
        note("continue " + process);
    }

    /** Falls silent, and is dead after that long: what was sent to it meanwhile is lost. */
    void stopThenKill(String process, Duration duration) {
        mark("stop " + process);
        signal("STOP", pid(process));
        Waiting.pause(duration);
        kill(process);
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

    long pid(String process) {
        Long pid = marketplace.pids().get(process);
        if (pid == null) {
            throw new IllegalStateException(process + " is not running");
        }
        return pid;
    }

    static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
