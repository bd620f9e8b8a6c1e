package swapr.room;

import org.jspecify.annotations.Nullable;

/** The answers that the pages ask for. The stream is apart. */
record Pages(
        RecentJourneys journeys,
        Lookup lookup,
        TopicFigures topics,
        DeadLetters deadLetters,
        Balance balance,
        Faults faults,
        OracleRun oracle,
        LogLines logLines) {

    static Pages of(
            Settings settings,
            @Nullable FaultProcesses faults,
            Services services,
            Choreography choreography,
            OffsetFollower offsets,
            RecentJourneys journeys) {
        return new Pages(
                journeys,
                new Lookup(services, choreography),
                new TopicFigures(offsets, choreography),
                new DeadLetters(services),
                new Balance(services, choreography, offsets),
                new Faults(faults, settings.site().logCommand()),
                new OracleRun(settings.site() == Site.LOCAL ? settings.command() : ""),
                new LogLines(settings));
    }
}
