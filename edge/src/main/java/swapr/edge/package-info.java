/**
 * The gateway of the marketplace. It is the only entry for callers.
 *
 * <p>Owns no data and no topic. It sends each request below {@code /api} to the service that owns the path ({@link
 * swapr.edge.Routes}). Every request gets one correlation id. Every failure is answered with problem details. No answer
 * names an internal machine. The shop is at {@code /} ({@link swapr.edge.Storefront}). The page at {@code /start} shows
 * the addresses of all processes and a first example ({@link swapr.edge.StartPage}, {@link swapr.edge.ServiceStates}).
 */
@NullMarked
package swapr.edge;

import org.jspecify.annotations.NullMarked;
