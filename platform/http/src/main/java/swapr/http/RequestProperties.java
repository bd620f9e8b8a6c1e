package swapr.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of a request a process takes, under {@code swapr.http}. These numbers stand here and nowhere else.
 *
 * @param maxBody the largest body. The largest of the contract, a listing with a description of 2,000 characters written as
 *     JSON escapes, has 26 KB; ten times that leaves room for growth
 * @param allBodies the memory for all bodies at a time, a tenth of the smallest heap of a process, 160 MiB. The first {@link
 *     WholeBody#FREE} bytes of each body do not count, because the number of connections bounds them
 * @param arrival the time for a head to arrive, and again for a body. Honest callers need milliseconds
 */
@ConfigurationProperties("swapr.http")
record RequestProperties(
        @DefaultValue("256KB") DataSize maxBody,
        @DefaultValue("16MB") DataSize allBodies,
        @DefaultValue("10s") Duration arrival) {}
