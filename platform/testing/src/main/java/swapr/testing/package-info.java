/**
 * Tests on the real thing: one Kafka broker and one PostgreSQL server per Maven run, started by the first test that
 * needs them and gone with the run.
 *
 * <p>{@link swapr.testing.IntegrationTest} starts the application with a fresh database; {@link swapr.testing.Kafka}
 * publishes and watches, {@link swapr.testing.TestEvent} writes events as they stand on the wire,
 * {@link swapr.testing.Tokens} plays user-service's keys, {@link swapr.testing.TcpProxy} takes the database away, and
 * {@link swapr.testing.ArchitectureRules} are the house rules, written once.
 */
@NullMarked
package swapr.testing;

import org.jspecify.annotations.NullMarked;
