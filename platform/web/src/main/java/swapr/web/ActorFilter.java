package swapr.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import swapr.messaging.EventContext;

/** Makes the user of the token the actor of the request, for the log and for all resulting events. */
class ActorFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token) {
            String correlationId =
                    CorrelationFilter.contextOf((HttpServletRequest) request).correlationId();
            String actor = "user:" + token.getToken().getSubject();
            CorrelationFilter.runIn(new EventContext(correlationId, null, actor), request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }
}
