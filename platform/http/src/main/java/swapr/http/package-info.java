/**
 * The limits of a request. They apply before any other code reads the request. The edge and the services share them.
 *
 * <p>A request passes these classes in this order. {@link swapr.http.HeadDeadlineProtocol} ends a connection if the
 * head of a request does not arrive in time. {@link swapr.http.BodyBufferingFilter} reads the body, with limits for
 * size, memory and time. {@link swapr.http.RequestHeadFilter} checks the query and the media type. {@link
 * swapr.http.RequestProperties} has the numbers. {@link swapr.http.RefusedRequests} answers and counts each {@link
 * swapr.http.Refusal}.
 *
 * <p>An application imports {@code classpath:swapr/http.yaml}. It switches off all other readers of bodies.
 */
@NullMarked
package swapr.http;

import org.jspecify.annotations.NullMarked;
