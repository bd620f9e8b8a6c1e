package swapr.messaging;

import java.util.List;

/**
 * An event that is also published in older versions, while its readers move to the newest one. All versions are one
 * fact and one version of the aggregate. A consumer applies the newest version that it reads.
 *
 * <pre>{@code
 * @EventType(value = "PriceReduced", version = 2)
 * record PriceReduced(UUID listingId, boolean isPriority) implements OlderVersions {
 *     public List<PriceReducedV1> olderVersions() {
 *         return List.of(new PriceReducedV1(listingId, isPriority));
 *     }
 * }
 *
 * @EventType("PriceReduced")
 * record PriceReducedV1(UUID listingId, boolean highPriority) {}
 * }</pre>
 *
 * <p>{@code swapr.messaging.retired} ends the publication of a version.
 */
public interface OlderVersions {

    /** The same fact as records with the same {@link EventType} name and lower versions, in ascending order. */
    List<?> olderVersions();
}
