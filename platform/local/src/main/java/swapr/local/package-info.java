/**
 * Swapr on one machine, without Docker: the {@code swapr} command and what it starts.
 *
 * <p>{@link swapr.local.Postgres} and {@link swapr.local.KafkaBroker} run the real servers as processes of their own, from
 * jars that Maven fetched; {@code SandboxBank} and {@code MailServer} play the outside world.
 * Separate processes, so that each can be killed on its own: that is half of what a workshop does.
 */
@NullMarked
package swapr.local;

import org.jspecify.annotations.NullMarked;
