/** A view of the messaging library's readers, in its package because what it shows is nobody else's business. */
@NullMarked
package swapr.messaging;

import org.jspecify.annotations.NullMarked;
