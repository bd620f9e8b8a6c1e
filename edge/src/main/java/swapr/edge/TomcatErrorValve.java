package swapr.edge;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Words what Tomcat refuses by itself, such as {@code /api/%zz}: it never reaches our filters, and would be answered
 * with a page of HTML and no correlation id.
 */
@Component
class TomcatErrorValve implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
        tomcat.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new Refusal()));
    }

    private static final class Refusal extends ValveBase {

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            boolean untouched = response.getHeader(CorrelationId.HEADER) == null && !response.isCommitted();
            if (response.getStatus() >= 400 && untouched && response.getContentWritten() == 0) {
                response.setSuspended(false); // sendError closed it to everybody but error pages
                response.setHeader(
                        CorrelationId.HEADER, UuidCreator.getTimeOrderedEpoch().toString());
                SecurityHeaders.addTo(response);
                response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                response.getReporter()
                        .write("{\"title\":\"Bad Request\",\"status\":" + response.getStatus()
                                + ",\"detail\":\"This is no valid HTTP request. Check its address and its headers.\"}");
                response.finishResponse();
            }
        }
    }
}
