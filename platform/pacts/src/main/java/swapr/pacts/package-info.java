/**
 * Consumer-driven contracts, as Pact V4 files under {@code contracts/pacts}. {@link swapr.pacts.ConsumerPactsTest} derives a
 * service's pacts from the records that it reads into, and {@link swapr.pacts.PublisherPactsTest} holds what the service
 * has published in its own tests against everybody's pacts. Both run in each service's build, after its tests.
 */
@NullMarked
package swapr.pacts;

import org.jspecify.annotations.NullMarked;
