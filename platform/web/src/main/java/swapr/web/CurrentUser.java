package swapr.web;

import java.util.UUID;

/**
 * The person a request comes from, as a controller method's parameter. It is taken from the token, never from the
 * request itself. On a public path the parameter may be {@code @Nullable}: it is null when there was no token.
 *
 * @param id the token's {@code sub}
 * @param name the token's {@code name}, empty when it has none
 */
public record CurrentUser(UUID id, String name) {}
