package swapr.system;

import java.util.Map;

/**
 * The memory of all processes at one moment.
 *
 * @param residentMb the resident memory of all processes together, in MB
 * @param liveMb the live objects of each Java process after a full collection, in MB
 */
record MemoryInUse(long residentMb, Map<String, Long> liveMb) {

    /**
     * The processes may use this much more memory. After a fresh start they used 812 MB more: each heap grows to
     * its limit, and the compilers and PostgreSQL fill their caches (docs/start.md).
     */
    private static final long MAY_GROW_MB = 1_000;

    /** The live objects of one process may grow this much. A larger growth means that memory leaks. */
    private static final long LIVE_MAY_GROW_MB = 40;

    static MemoryInUse now(ChaosContext context) {
        return new MemoryInUse(resident(context), LiveHeaps.mb(context.marketplace()));
    }

    /** Compares the memory now with this earlier one, and notes both. */
    void expectSteady(ChaosContext context) {
        long grownMb = resident(context) - residentMb;
        String grown = "all processes together use %d MB more than before".formatted(grownMb);
        context.timeline().note(grown);
        context.expect(grownMb < MAY_GROW_MB, grown);
        LiveHeaps.mb(context.marketplace()).forEach((process, live) -> {
            long before = liveMb.getOrDefault(process, live);
            context.timeline().note("live objects of %s: %d MB, earlier %d MB".formatted(process, live, before));
            context.expect(
                    live - before < LIVE_MAY_GROW_MB,
                    "the live objects of %s have %d MB, earlier %d MB".formatted(process, live, before));
        });
    }

    private static long resident(ChaosContext context) {
        return context.marketplace().residentMb().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
