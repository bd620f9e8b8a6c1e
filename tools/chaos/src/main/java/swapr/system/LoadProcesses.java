package swapr.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import swapr.local.LocalMarketplace;

/** The processes of a measurement, in the order of its table. */
final class LoadProcesses {

    private static final String CLIENT = "load client";

    private static final List<String> ORDER = List.of(
            "postgres",
            "kafka",
            "bank",
            "mail",
            "edge",
            "user",
            "listing",
            "purchase",
            "notification",
            "analytics",
            "room");

    private LoadProcesses() {}

    /** The pid of each process and of this command, by name. */
    static Map<String, Long> of(LocalMarketplace marketplace) {
        var pids = new TreeMap<>(marketplace.pids());
        var ordered = new LinkedHashMap<String, Long>();
        for (var process : ORDER) {
            for (var instance : pids.entrySet()) {
                if (instance.getKey().replaceAll("-\\d$", "").equals(process)) {
                    ordered.put(instance.getKey(), instance.getValue());
                }
            }
        }
        ordered.put(CLIENT, ProcessHandle.current().pid());
        return ordered;
    }
}
