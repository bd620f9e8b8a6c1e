/** A small service that tests {@code swapr.web} from another package, so that it uses only public types. */
@NullMarked
package swapr.sample;

import org.jspecify.annotations.NullMarked;
