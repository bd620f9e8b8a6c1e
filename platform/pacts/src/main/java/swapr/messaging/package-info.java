/**
 * Shows the readers of the messaging library to the pacts. It is in the library's package, because the classes that it
 * uses are not public.
 */
@NullMarked
package swapr.messaging;

import org.jspecify.annotations.NullMarked;
