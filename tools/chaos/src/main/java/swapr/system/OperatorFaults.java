package swapr.system;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
    /** The page shows this number of past faults. */
    private static final int SHOWN = 30;

    private final FaultJournal journal;
    private final OperatorProcesses processes;
    private final OperatorCommands commands;
    private final ServerFaults servers;
    private final FaultStates states;
    private final LastingFaults lasting;
    private final OperatorLoad load;

    OperatorFaults(FaultSite site) {
        var faultLog = new FaultLog(site.home());
        journal = new FaultJournal(site.home());
        processes = new OperatorProcesses(site, faultLog);
        commands = new OperatorCommands(site, processes, faultLog, journal);
        servers = new ServerFaults(site);
        states = new FaultStates(site, servers);
        load = new OperatorLoad(site);
        lasting = new LastingFaults(site.home().resolve("chaos").resolve("lasting-faults"), this::undo);
    }

    /**
     * Causes a fault, or starts the missing processes.
     *
     * @throws IllegalArgumentException if the fault or the target is unknown
     * @throws IllegalStateException if the target does not run or refuses it, or if another command still runs
     */
    void begin(String fault, String target) {
        switch (fault) {
            case "kill" -> commands.kill(target);
            case "stop" -> commands.stop(target);
            case "start" -> commands.start();
            case "freeze" -> {
                processes.pid(target);
                lasts(FREEZE + target, FREEZE + target, FREEZE_TIME, () -> processes.freeze(target));
            }
            case "bank" -> onServer(fault, target, servers::bank);
            case "mail" -> onServer(fault, target, servers::mail);
            default -> commands.send(fault);
        }
    }

    private void onServer(String server, String mode, Consumer<String> action) {
        lasts(server, server + " " + mode, SERVER_TIME, () -> action.accept(mode));
    }

    /** Begins a fault that has an end. The journal has it as soon as it has begun. */
    private void lasts(String name, String fault, Duration time, Runnable action) {
        lasting.begin(name, time, () -> {
            action.run();
            journal.end(entry -> entry.is(name), "replaced");
            journal.begin(FaultJournal.CONTROL_ROOM, fault);
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
            lasts(LOAD, "load %d orders/s".formatted(rate), LOAD_TIME, () -> load.rate(rate));
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
        commands.startIfIncomplete();
    }

    private void undo(String fault, String why) {
        switch (fault) {
            case "bank" -> servers.bank(ServerFaults.NONE);
            case "mail" -> servers.mail(ServerFaults.NONE);
            case LOAD -> load.end();
            default -> processes.resume(fault.replaceFirst("^" + FREEZE, ""));
        }
        journal.end(entry -> entry.is(fault), why);
    }

    /** The states of the targets, the figures of the load, and the running command. */
    Map<String, Object> states() {
        var ends = lasting.ends();
        var all = states.read(ends);
        all.put("load", load.figures());
        commands.addStates(all);
        all.put("journal", journal.newest(SHOWN));
        all.put("active", !ends.isEmpty() || commands.isRunning());
        return all;
    }

    @Override
    public void close() {
        lasting.close();
    }
}
