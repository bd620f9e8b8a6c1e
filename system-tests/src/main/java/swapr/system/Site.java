package swapr.system;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
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

    /** A fault, or what followed from it, at a moment. */
    record Mark(Instant at, String what, boolean fault) {}

    private static final Path AGENT = agent();
    private static final int ATTEMPTS = 3;

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

    Sessions sessions() {
        return new Sessions(marketplace);
    }

    /** Does something to the topics. */
    void tamper(String what, Consumer<Tampering> how) {
        mark(what);
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
        marks.add(new Mark(Instant.now(), what, true));
    }

    /** Notes what is no fault. */
    void note(String what) {
        marks.add(new Mark(Instant.now(), what, false));
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

    /**
     * Ends a service at an exact moment, and starts it again.
     *
     * @param moment {@code class#method:enter|exit:n}, as {@link Agent} reads it
     */
    void crashAt(String service, String moment) {
        crashAt(service, moment, () -> {});
    }

    /**
     * Whichever instance comes to it first; another may follow before it is told not to.
     *
     * @param lure what brings it there
     */
    void crashAt(String service, String moment, Runnable lure) {
        var armed = instances(List.of(service));
        var pids = armed.stream().map(this::pid).toList();
        armed.forEach(instance -> {
            expected.remove(instance);
            change(instance, "halt " + moment);
        });
        lure.run();
        boolean halted =
                Waiting.until(Duration.ofSeconds(60), () -> pids.stream().anyMatch(pid -> !alive(pid)));
        for (var instance : armed) {
            if (marketplace.pids().containsKey(instance)) {
                disarm(instance, moment);
            } else {
                mark("%s halted at %s".formatted(instance, moment));
            }
        }
        start();
        expect(halted, "%s never came to %s".formatted(service, moment));
    }

    private void disarm(String instance, String moment) {
        try {
            change(instance, "halt " + moment.replaceAll("\\d+$", "0"));
        } catch (UncheckedIOException | IllegalStateException e) {
            mark("%s halted, too".formatted(instance));
        }
    }

    /** Changes a running JVM, see {@link Agent}. */
    void change(String process, String how) {
        String pid = Long.toString(pid(process));
        for (var attempt = 1; ; attempt++) {
            try {
                var machine = VirtualMachine.attach(pid);
                try {
                    machine.loadAgent(AGENT.toString(), how);
                } finally {
                    machine.detach();
                }
                note("%s: %s".formatted(process, how));
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (AgentLoadException | AgentInitializationException e) {
                throw new IllegalStateException("%s cannot be changed: %s".formatted(process, e.getMessage()), e);
            } catch (AttachNotSupportedException e) {
                // A JVM that has no processor time does not answer within the ten seconds that this takes.
                expect(attempt < ATTEMPTS, "%s cannot be changed: %s".formatted(process, e.getMessage()));
            }
        }
    }

    /** Lets these services reach a server only through a proxy, and does something to it meanwhile. */
    void through(String server, List<String> services, Consumer<Proxy> attack) {
        int port = marketplace.port(server);
        var users = instances(services);
        try (var proxy = new Proxy(port)) {
            users.forEach(service -> change(service, "redirect %d:%d".formatted(port, proxy.port())));
            try (var _ = new Undo(() -> straight(users, port))) {
                attack.accept(proxy);
            } finally {
                proxy.weather(new Proxy.Weather.Fair());
            }
        }
    }

    private void straight(List<String> services, int port) {
        services.forEach(service -> change(service, "redirect %d:%d".formatted(port, port)));
    }

    /** @throws IllegalStateException when nobody has come through the proxy: then the weather was nobody's */
    void weather(Proxy proxy, Proxy.Weather weather, Duration duration) {
        mark("%s in front of port %d".formatted(weather, proxy.target()));
        proxy.weather(weather);
        Waiting.pause(duration);
        expect(proxy.accepted() > 0, "nobody came through the proxy");
        proxy.weather(new Proxy.Weather.Fair());
        note("the weather is fair again");
    }

    /** Shuts down a process the way it likes, and nothing else. */
    void stop(String process) {
        expected.remove(process);
        mark("stop " + process);
        command.run("down", process);
    }

    /** A clock goes wrong for a while. */
    void clock(List<String> services, int seconds, Duration duration) {
        mark("clocks %+d s: %s".formatted(seconds, String.join(", ", services)));
        var all = instances(services);
        try (var _ = new Undo(() -> all.forEach(service -> change(service, "clock 0")))) {
            all.forEach(service -> change(service, "clock " + seconds));
            Waiting.pause(duration);
        }
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

    private static Path agent() {
        try {
            return Path.of(Agent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
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

    /** Asks for the redrive of all dead letters of a service. */
    void redriveAll(String service) {
        mark("redrive of all dead letters of " + service);
        var answer = Http.call(
                "POST",
                marketplace.managementUrl(service) + "/actuator/deadletters/all",
                Map.of(),
                Map.of("Authorization", "Bearer " + marketplace.operatorToken()));
        expect(answer.status() == 202, "the redrive was answered with " + answer.status());
    }

    /** @param mode slow, down or lose_answer, for that long */
    void bank(String mode, Duration duration) {
        mark("bank: " + mode);
        try (var _ = new Undo(() -> bank("none"))) {
            bank(mode);
            Waiting.pause(duration);
        }
        note("bank: none");
    }

    private void bank(String mode) {
        var answer = Http.call("PUT", marketplace.url("bank") + "/faults", Map.of("mode", mode), Map.of());
        expect(answer.status() == 200, "the bank does not want to be " + mode + ": " + answer.status());
    }

    /** Gives up all dead letters, as the operator would; returns how many those were. */
    long discard(String reason) {
        long discarded = 0;
        var operator = Map.of("Authorization", "Bearer " + marketplace.operatorToken());
        for (var service : Scenarios.WITH_DATABASE) {
            var letters = marketplace.managementUrl(service) + "/actuator/deadletters";
            for (var letter : Http.call("GET", letters, null, operator).body().path("dead_letters")) {
                if (!letter.path("status").asString().equals("RETRYING")) {
                    var url = "%s/%s?reason=%s"
                            .formatted(letters, letter.path("id").asString(), reason.replace(' ', '+'));
                    expect(
                            Http.call("DELETE", url, null, operator).status() == 200,
                            "dead letter %s/%s cannot be discarded".formatted(service, letter.path("id")));
                    discarded++;
                }
            }
        }
        return discarded;
    }

    /** Rebuilds the search index; returns how many events it was made from. */
    long rebuild() {
        var answer = Http.call(
                "POST",
                marketplace.managementUrl("listing") + "/actuator/projections/listing-search",
                Map.of(),
                Map.of("Authorization", "Bearer " + marketplace.operatorToken()));
        expect(answer.status() == 200, "the rebuild was answered with " + answer.status());
        long events = answer.body().path("applied").asLong();
        note("search index rebuilt from %d events".formatted(events));
        return events;
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

    private long pid(String process) {
        Long pid = marketplace.pids().get(process);
        if (pid == null) {
            throw new IllegalStateException(process + " is not running");
        }
        return pid;
    }

    private static boolean alive(long pid) {
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
