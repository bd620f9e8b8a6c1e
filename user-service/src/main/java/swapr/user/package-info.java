/**
 * Who people are.
 *
 * <p>Owns accounts ({@code users}) and the key that signs everybody's tokens ({@code signing_keys}). Publishes {@link
 * swapr.user.UserEvents} on {@code user-events}, the only topic on which e-mail addresses travel. Reacts to nothing:
 * this is where the story of a person begins and ends.
 */
@NullMarked
package swapr.user;

import org.jspecify.annotations.NullMarked;
