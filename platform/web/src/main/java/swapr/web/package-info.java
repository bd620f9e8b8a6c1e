/**
 * The HTTP side all services share, so that every call answers alike.
 *
 * <p>Gives each request a correlation id and an actor, checks its token, and turns whatever goes wrong into problem
 * details (RFC 9457). Signing keys and ended sessions are in memory, so a check of a token makes no call. The log {@code swapr.audit}
 * has a line for each refusal. A service imports {@code classpath:swapr/web.yaml}, names the calls that need no token in
 * {@code swapr.web.public-paths}, and asks for the person calling with a {@link swapr.web.CurrentUser} parameter. Text
 * that comes in is marked {@link swapr.web.OneLine}, {@link swapr.web.MultiLine} or {@link swapr.web.VisibleAscii}.
 * {@link swapr.web.StartupTask} is for work at each start.
 */
@NullMarked
package swapr.web;

import org.jspecify.annotations.NullMarked;
