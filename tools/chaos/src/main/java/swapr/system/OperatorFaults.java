package swapr.system;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import swapr.local.LocalMarketplace;

/**
 * The faults that an operator causes in the control room. A freeze ends after 30 seconds, a fault of the bank or of the
 * mail server after 60 seconds, a load after ten minutes. Closing ends all of them. Faults that can leave duplicates
 * are in the {@link FaultLog}, so that the oracle expects them.
 */
final class OperatorFaults implements AutoCloseable {

    /** The first word of the name of a freeze, such as {@code freeze kafka}. */
    static final String FREEZE = "freeze ";

    private static final String LOAD = "load";
    private static final Duration FREEZE_TIME = Duration.ofSeconds(30);
    private static final Duration SERVER_TIME = Duration.ofSeconds(60);
    private static final Duration LOAD_TIME = Duration.ofMinutes(10);
    /** The number of records that are sent again. */
    private static final int AGAIN = 50;

    private final LocalMarketplace marketplace;
    private final FaultLog faultLog;
    private final OperatorProcesses processes;
    private final ServerFaults servers;
    private final FaultStates states;
    private final LastingFaults lasting;
    private final BackgroundCommand background = new BackgroundCommand();
    private final OperatorLoad load;

    OperatorFaults(LocalMarketplace marketplace, SwaprCommand command) {
        this.marketplace = marketplace;
        faultLog = new FaultLog(marketplace.home());
        processes = new OperatorProcesses(marketplace, command, faultLog);
        servers = new ServerFaults(marketplace);
        states = new FaultStates(marketplace, servers);
        load = new OperatorLoad(marketplace);
        lasting = new LastingFaults(marketplace.home().resolve("chaos").resolve("lasting-faults"), this::undo);
    }

    /**
     * Causes a fault, or starts the missing processes.
     *
     * @throws IllegalArgumentException if the fault or the target is unknown
     * @throws IllegalStateException if the target does not run or refuses it, or if another command still runs
     */
    void begin(String fault, String target) {
        switch (fault) {
            case "kill" -> onProcess(fault, target, processes::kill);
            case "stop" -> onProcess(fault, target, processes::stop);
            case "start" -> background.run(fault, processes::start);
            case "freeze" -> {
                processes.pid(target);
                lasting.begin(FREEZE + target, FREEZE_TIME, () -> processes.freeze(target));
            }
            case "bank" -> onServer(fault, () -> servers.bank(target));
            case "mail" -> onServer(fault, () -> servers.mail(target));
            case "send_again" -> onTopics("send again", topics -> topics.againNewest(AGAIN));
            case "poison" ->
                onTopics(fault, topics -> topics.poison(UUID.randomUUID().toString()));
            default -> throw new IllegalArgumentException("there is no fault " + fault);
        }
    }

    private void onProcess(String fault, String process, Consumer<String> action) {
        processes.pid(process);
        background.run(fault + " " + process, () -> action.accept(process));
    }

    private void onServer(String server, Runnable action) {
        processes.pid(server);
        lasting.begin(server, SERVER_TIME, action);
    }

    private void onTopics(String name, Consumer<TopicFaults> fault) {
        background.run(name, () -> {
            try (var topics = new TopicFaults(marketplace.bootstrapServers(), faultLog)) {
                fault.accept(topics);
            }
        });
    }

    /**
     * Sends orders at this rate, for ten minutes at most. Meanwhile no {@code ./swapr chaos} can run.
     *
     * @param rate orders a second; 0 ends the load
     * @throws IllegalArgumentException if the rate is not from 0 to 200
     * @throws IllegalStateException if {@code ./swapr chaos} runs
     */
    void load(int rate) {
        SteadyLoad.check(rate);
        if (rate == 0) {
            end(LOAD);
        } else {
            lasting.begin(LOAD, LOAD_TIME, () -> load.rate(rate));
        }
    }

    /** Ends one fault, such as {@code freeze kafka}, {@code bank} or {@code load}. */
    void end(String fault) {
        lasting.end(List.of(fault));
    }

    /** Ends each fault that a target has, also if {@code ./swapr chaos} began it, and starts the missing processes. */
    void undoEverything() {
        var faults = new LinkedHashSet<String>();
        // First, because a frozen server does not accept the end of its fault.
        processes.frozen().forEach(process -> faults.add(FREEZE + process));
        faults.addAll(List.of("bank", "mail", LOAD));
        faults.addAll(lasting.ends().keySet());
        lasting.end(faults);
        if (!processes.isComplete() && background.running().isEmpty()) {
            background.run("start", processes::start);
        }
    }

    private void undo(String fault) {
        switch (fault) {
            case "bank" -> servers.bank(ServerFaults.NONE);
            case "mail" -> servers.mail(ServerFaults.NONE);
            case LOAD -> load.end();
            default -> processes.resume(fault.replaceFirst("^" + FREEZE, ""));
        }
    }

    /** The states of the targets, the figures of the load, and the running command. */
    Map<String, Object> states() {
        var ends = lasting.ends();
        var all = states.read(ends);
        all.put("load", load.figures());
        all.put("running", background.running());
        all.put("failure", background.failure());
        all.put("active", !ends.isEmpty() || !background.running().isEmpty());
        return all;
    }

    @Override
    public void close() {
        lasting.close();
    }
}
