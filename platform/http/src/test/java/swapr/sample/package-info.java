/** A small application that tests {@code swapr.http} from another package, so that it uses only public types. */
@NullMarked
package swapr.sample;

import org.jspecify.annotations.NullMarked;
