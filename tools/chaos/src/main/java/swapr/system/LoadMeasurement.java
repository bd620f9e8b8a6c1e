package swapr.system;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The counts of one load.
 *
 * @param answers the responses to the orders, in the order of sending
 * @param began the time of the first order
 * @param answered the time of the last response
 * @param atRest the time of the last work
 * @param processor the processor time from the first order until the marketplace was at rest
 * @param work the work in the same time
 * @param loadBefore the load average of the machine before the first order
 * @param loadAfter the load average at rest
 * @param residentBefore resident memory of each process, in MB, before the first order
 * @param residentAfter the same, at rest
 * @param emailsReceived the number of e-mails that the mail server received
 * @param ledgerBefore the end of the bank's ledger before the first order
 */
record LoadMeasurement(
        List<LoadSender.Answer> answers,
        Instant began,
        Instant answered,
        Instant atRest,
        ProcessorTimes.Sample processor,
        WorkCounts work,
        double loadBefore,
        double loadAfter,
        Map<String, Long> residentBefore,
        Map<String, Long> residentAfter,
        long emailsReceived,
        long ledgerBefore) {}
