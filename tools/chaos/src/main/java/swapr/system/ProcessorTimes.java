package swapr.system;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The processor time of processes with their children, and the part of the JIT compilers in it. It comes from
 * {@code /proc}, so it is known on Linux only.
 */
final class ProcessorTimes implements AutoCloseable {

    /**
     * Processor time since the start of each process, in milliseconds. All maps are empty if it is not known.
     *
     * @param total user and system time, with the children
     * @param compilers the part of the JIT compilers; only for JVMs
     */
    record Sample(Map<String, Long> total, Map<String, Long> compilers) {

        /** The time between the other sample and this one. */
        Sample since(Sample before) {
            return new Sample(difference(before.total, total), difference(before.compilers, compilers));
        }

        private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> now) {
            var result = new LinkedHashMap<String, Long>();
            now.forEach((process, millis) -> result.put(process, millis - before.getOrDefault(process, 0L)));
            return result;
        }
    }

    private final Map<String, Long> pids;
    private final CompilerTimes compilers;

    /** @param pids by the names of the processes; the samples have their order */
    ProcessorTimes(Map<String, Long> pids) {
        this.pids = pids;
        this.compilers = new CompilerTimes(pids);
    }

    static boolean known() {
        return Files.exists(ProcStat.PROC.resolve("self/stat"));
    }

    /** The times of the JIT compilers. */
    CompilerTimes compilers() {
        return compilers;
    }

    Sample sample() {
        if (!known()) {
            return new Sample(Map.of(), Map.of());
        }
        var total = new LinkedHashMap<String, Long>();
        pids.forEach((process, pid) -> total.put(
                process,
                ProcStat.family(pid)
                        .mapToLong(member -> ProcStat.of(ProcStat.PROC.resolve(member.toString()))
                                .millisWithChildren())
                        .sum()));
        return new Sample(total, compilers.sample());
    }

    @Override
    public void close() {
        compilers.close();
    }
}
