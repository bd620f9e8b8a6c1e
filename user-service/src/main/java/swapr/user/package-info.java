/**
 * Accounts, sessions and profiles of users.
 *
 * <p>Owns the accounts ({@code users}) and the keys that sign all tokens ({@code signing_keys}). Publishes {@link
 * swapr.user.UserEvents} on {@code user-events}, the only topic with e-mail addresses. Has no reactions.
 *
 * <p>A sign-in passes {@link swapr.user.SignInLimits}, then the short queue of {@link swapr.user.Passwords}. Only then
 * is a password hashed. {@link swapr.user.PreparedPassword} is the form in which passwords are compared. {@link
 * swapr.user.PasswordRules} has the rules for new passwords. {@link swapr.user.Audit} writes one line for each of these
 * calls.
 */
@NullMarked
package swapr.user;

import org.jspecify.annotations.NullMarked;
