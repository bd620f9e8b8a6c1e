/**
 * The one door of the marketplace.
 *
 * <p>Owns no data and no topic. Everything below {@code /api} is passed on to the service that knows ({@link
 * swapr.edge.Routes}); every request gets one correlation id, every failure one readable answer, and nothing that
 * comes back names a machine behind the door. At {@code /} stands a page that says what runs where and what to try.
 */
@NullMarked
package swapr.edge;

import org.jspecify.annotations.NullMarked;
