/**
 * The common HTTP part of all services, so that all calls behave alike.
 *
 * <p>The package runs each request in an {@link swapr.messaging.EventContext} with its correlation id and actor, checks
 * its token, and renders each failure as problem details (RFC 9457). Signing keys and ended sessions are in memory, so
 * a token check makes no call. The log {@code swapr.audit} has a line for each refused call.
 *
 * <p>A service imports {@code classpath:swapr/web.yaml} and lists the calls that need no token in {@code
 * swapr.web.public-paths}. Its code uses the public types of this package:
 *
 * <ul>
 *   <li>{@link swapr.web.CurrentUser} is the parameter of a controller method for the user of the token.
 *   <li>{@link swapr.web.OneLine}, {@link swapr.web.MultiLine} and {@link swapr.web.VisibleAscii} are constraints for
 *       text.
 *   <li>{@link swapr.web.BoundedReads} limits expensive reads, such as searches.
 *   <li>{@link swapr.web.StartupTask} is the base class of a task that runs before the port opens.
 * </ul>
 *
 * <p>All other types are package-private.
 */
@NullMarked
package swapr.web;

import org.jspecify.annotations.NullMarked;
