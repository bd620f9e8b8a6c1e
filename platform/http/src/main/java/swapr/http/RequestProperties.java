package swapr.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The limits of a request, under {@code swapr.http}. These defaults are the only place for the numbers.
 *
 * @param maxBody the largest body. The largest body of the contract has 26 KB: a listing with a description of 2,000
 *     characters written as JSON escapes. The default is ten times that, for growth
 * @param allBodies the memory for all bodies at the same time. The default is a tenth of 160 MiB, the smallest heap of
 *     a process. The first {@link BodyBufferingFilter#FREE} bytes of each body do not count, because the number of
 *     connections limits them
 * @param arrival the longest time for a head to arrive, and again for a body. Normal callers need milliseconds
 */
@ConfigurationProperties("swapr.http")
record RequestProperties(
        @DefaultValue("256KB") DataSize maxBody,
        @DefaultValue("16MB") DataSize allBodies,
        @DefaultValue("10s") Duration arrival) {}
