/**
 * Who people are.
 *
 * <p>Owns accounts ({@code users}) and the key that signs everybody's tokens ({@code signing_keys}). Publishes {@link
 * swapr.user.UserEvents} on {@code user-events}, the only topic on which e-mail addresses travel. Reacts to nothing:
 * this is where the story of a person begins and ends.
 *
 * <p>A sign-in passes {@link swapr.user.SignInLimits}, then the short queue of {@link swapr.user.Passwords}; only then is a
 * password hashed. {@link swapr.user.PreparedPassword} is the one form of a password, {@link swapr.user.PasswordRules} what
 * a new one must fulfill. {@link swapr.user.Audit} writes one line for each of these calls.
 */
@NullMarked
package swapr.user;

import org.jspecify.annotations.NullMarked;
