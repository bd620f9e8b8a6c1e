/**
 * The bounds of a request, ahead of all else that reads one. The edge and the services share them.
 *
 * <p>In the order in which a request meets them: {@link swapr.http.HeadDeadlineProtocol} ends connections whose head does not
 * arrive in time. {@link swapr.http.BodyBufferingFilter} reads the body, bounded in size, memory and time, before any other filter
 * or controller works for the caller. {@link swapr.http.RequestProperties} has the numbers. {@link
 * swapr.http.RefusedRequests} words and counts each {@link swapr.http.Refusal}.
 *
 * <p>An application imports {@code classpath:swapr/http.yaml}, which switches off what else would read a body.
 */
@NullMarked
package swapr.http;

import org.jspecify.annotations.NullMarked;
