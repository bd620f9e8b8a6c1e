/**
 * Support for tests with real servers: one Kafka broker and one PostgreSQL server for each Maven run. The first test
 * that needs the servers starts them. They end with the run.
 *
 * <p>{@link swapr.testing.IntegrationTest} starts the application with an empty database. {@link swapr.testing.Kafka}
 * publishes and reads records. {@link swapr.testing.TestEvent} builds events in the wire format.
 * {@link swapr.testing.Tokens} signs tokens like user-service. {@link swapr.local.TcpProxy} cuts or stalls the
 * database connections. {@link swapr.testing.ArchitectureRules} checks the architecture of a service.
 */
@NullMarked
package swapr.testing;

import org.jspecify.annotations.NullMarked;
