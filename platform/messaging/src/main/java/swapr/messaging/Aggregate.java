package swapr.messaging;

/**
 * An object that changes only together with its events. In each service, a change has three lines:
 *
 * <pre>{@code
 * Listing listing = listings.findByIdForUpdate(id).orElseThrow();
 * var events = listing.withdraw(seller);
 * eventLog.append(listing, events);
 * }</pre>
 *
 * <p>The method of the aggregate checks the rules, changes the state and returns the events. {@link EventLog#append}
 * numbers the events and stores the new version in the aggregate.
 */
public interface Aggregate {

    /** The record key, written {@code kind:id}, for example {@code listing:019a8f2c-…}; at most 200 characters. */
    String aggregateId();

    /** The number of events that the aggregate has in the log; 0 for a new one. */
    long version();

    /**
     * Stores the new version. {@link EventLog#append} calls it. A service calls it only for a new aggregate whose id
     * already has events.
     */
    void setVersion(long version);
}
