package swapr.system;

import swapr.local.LocalMarketplace;
import swapr.local.OsProcess;

/** A process of the running marketplace that is frozen until this object is closed. */
record FrozenProcess(long pid) implements AutoCloseable {

    static FrozenProcess freeze(String name) {
        var process = new FrozenProcess(
                LocalMarketplace.at(Swapr.ROOT, Swapr.HOME).pids().get(name));
        OsProcess.freeze(process.pid);
        return process;
    }

    @Override
    public void close() {
        OsProcess.resume(pid);
    }
}
