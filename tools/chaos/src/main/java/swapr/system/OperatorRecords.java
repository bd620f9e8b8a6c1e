package swapr.system;

import java.util.UUID;

/** The records that an operator sends to the topics in the control room. */
final class OperatorRecords {

    /** The number of records that are sent again. */
    private static final int AGAIN = 50;

    private final FaultSite site;
    private final FaultLog faultLog;

    OperatorRecords(FaultSite site, FaultLog faultLog) {
        this.site = site;
        this.faultLog = faultLog;
    }

    /** Whether this is the name of a fault with records. */
    static boolean knows(String fault) {
        return switch (fault) {
            case "send_again", "poison", "garbage", "version_99" -> true;
            default -> false;
        };
    }

    /** Sends the newest events again, or a record that no consumer can process and two valid events of the same key. */
    void send(String fault) {
        var user = UUID.randomUUID().toString();
        try (var topics = new TopicFaults(site.bootstrapServers(), faultLog)) {
            switch (fault) {
                case "send_again" -> topics.againNewest(AGAIN);
                case "poison" -> topics.poison(user);
                case "garbage" -> topics.all(ForeignRecord.garbageAndEvents(user));
                case "version_99" -> topics.all(ForeignRecord.version99(user));
                default -> throw new IllegalArgumentException("there is no fault " + fault);
            }
        }
    }
}
