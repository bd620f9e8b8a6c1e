/**
 * Consumer-driven contracts, as Pact V4 files under {@code contracts/pacts}. {@link swapr.pacts.ConsumerPactsTest}
 * derives a service's pacts from the records that its reactions read. {@link swapr.pacts.PublisherPactsTest} checks
 * the messages that the service published in its own tests against the pacts of all consumers. Both run in each
 * service's build, after its tests.
 */
@NullMarked
package swapr.pacts;

import org.jspecify.annotations.NullMarked;
