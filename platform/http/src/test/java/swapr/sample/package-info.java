/** A tiny service, to see what {@code swapr.web} makes of one. It lives elsewhere so that nothing private is used. */
@NullMarked
package swapr.sample;

import org.jspecify.annotations.NullMarked;
