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
import org.slf4j.MDC;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/**
 * Gives every request its correlation id, before any other filter can answer. A valid id of the caller is kept, so that
 * the caller can follow its request through all services. An invalid id is replaced, because a caller could write into
 * the logs with it. An error dispatch passes this filter again and keeps the id of the failed request.
 */
class CorrelationFilter implements Filter {

    static final String HEADER = "Correlation-Id";
    static final String CORRELATION_ID = "correlation_id";
    static final String ACTOR = "actor";
    private static final String ATTRIBUTE = CorrelationFilter.class.getName();
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
        String correlationId = of((HttpServletRequest) request);
        ((HttpServletResponse) response).setHeader(HEADER, correlationId);
        MDC.put(CORRELATION_ID, correlationId);
        MDC.put(ACTOR, "anonymous");
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(CORRELATION_ID);
            MDC.remove(ACTOR);
        }
    }

    static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String incoming = request.getHeader(HEADER);
        String correlationId = incoming != null && VALID.matcher(incoming).matches()
                ? incoming
                : UuidCreator.getTimeOrderedEpoch().toString();
        request.setAttribute(ATTRIBUTE, correlationId);
        return correlationId;
    }
}
