package swapr.web;

import java.util.UUID;

/**
 * The user who sends a request, as a parameter of a controller method. Its values come from the verified token. On a
 * public path the parameter may be {@code @Nullable}; it is null if the request has no token. All
 * other parameters need a token; without one the caller gets 401.
 *
 * <pre>{@code
 * @GetMapping("/users/me")
 * UserResponse me(CurrentUser user) {
 *     return users.byId(user.id());
 * }
 * }</pre>
 *
 * @param id the token's {@code sub}
 * @param name the token's {@code name}, empty if the token has none
 */
public record CurrentUser(UUID id, String name) {}
