/**
 * Runs Swapr on one machine without Docker: the {@code swapr} command and the processes that it starts.
 *
 * <p>{@link swapr.local.Postgres} and {@link swapr.local.KafkaBroker} run the real servers from jars that Maven has
 * downloaded. {@link swapr.local.Sandbox} names the programs that simulate external systems. Each runs in its own
 * process, so that a workshop can kill it separately.
 */
@NullMarked
package swapr.local;

import org.jspecify.annotations.NullMarked;
