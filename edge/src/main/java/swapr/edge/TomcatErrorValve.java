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
 * Renders the errors of Tomcat as problem details, such as the one for {@code /api/%zz}. Such a request reaches none of
 * the filters. Tomcat's own answer is an HTML page without a correlation id.
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
                response.setSuspended(false); // sendError has closed it for all writers except error pages
                response.setHeader(
                        CorrelationId.HEADER, UuidCreator.getTimeOrderedEpoch().toString());
                SecurityHeaders.addTo(response);
                response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                response.getReporter()
                        .write("{\"title\":\"Bad Request\",\"status\":" + response.getStatus()
                                + ",\"detail\":\"The HTTP request is not valid. Check its URL and its headers.\"}");
                response.finishResponse();
            }
        }
    }
}
