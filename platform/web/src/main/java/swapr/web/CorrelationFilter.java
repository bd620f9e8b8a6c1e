package swapr.web;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import swapr.messaging.EventContext;

/**
 * Gives every request its correlation id, before any other filter can answer. A valid id of the caller is kept, so that
 * the caller can follow its request through all services. An invalid id is replaced, because a caller could write into
 * the logs with it. The request runs in an {@link EventContext} with this id. An error dispatch passes this filter
 * again and keeps the context of the failed request.
 */
class CorrelationFilter implements Filter {

    static final String HEADER = "Correlation-Id";
    private static final String CONTEXT = EventContext.class.getName();
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    static FilterRegistrationBean<CorrelationFilter> registration() {
        FilterRegistrationBean<CorrelationFilter> registration = new FilterRegistrationBean<>(new CorrelationFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR, DispatcherType.ASYNC));
        return registration;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        EventContext context = contextOf((HttpServletRequest) request);
        ((HttpServletResponse) response).setHeader(HEADER, context.correlationId());
        runIn(context, request, response, chain);
    }

    /** The context of a request. Its actor is {@code anonymous} until the token is checked. */
    static EventContext contextOf(HttpServletRequest request) {
        if (request.getAttribute(CONTEXT) instanceof EventContext known) {
            return known;
        }
        String incoming = request.getHeader(HEADER);
        String correlationId = incoming != null && VALID.matcher(incoming).matches()
                ? incoming
                : UuidCreator.getTimeOrderedEpoch().toString();
        EventContext context = new EventContext(correlationId, null, "anonymous");
        request.setAttribute(CONTEXT, context);
        return context;
    }

    /** Runs the rest of the chain in a context. Later dispatches and the filters before this one see it, too. */
    static void runIn(EventContext context, ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(CONTEXT, context);
        try {
            var _ = context.call(() -> {
                chain.doFilter(request, response);
                return true;
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // the compiler infers one type for both checked exceptions
            throw new ServletException(e);
        }
    }
}
