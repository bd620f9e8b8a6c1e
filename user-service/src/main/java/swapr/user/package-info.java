/**
 * Who people are.
 *
 * <p>Owns accounts ({@code users}) and the key that signs everybody's tokens ({@code signing_keys}). Publishes {@link
 * swapr.user.UserEvents} on {@code user-events}, the only topic on which e-mail addresses travel. Reacts to nothing
 * but its own {@code SessionsEnded} and {@code UserErased}, by which each service refuses tokens ({@code swapr.web}).
 */
@NullMarked
package swapr.user;

import org.jspecify.annotations.NullMarked;
