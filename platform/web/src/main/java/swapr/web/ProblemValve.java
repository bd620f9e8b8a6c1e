package swapr.web;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Renders the errors that Tomcat raises before any filter as problem details: a malformed URL, a header that is too
 * long. Tomcat's own answer is an HTML page.
 */
class ProblemValve extends ErrorReportValve {

    /** The valve surrounds the application, so it answers only if the application has not. */
    static void addTo(ConfigurableTomcatWebServerFactory tomcat) {
        tomcat.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemValve()));
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(status);
        response.setHeader(
                CorrelationFilter.HEADER,
                CorrelationFilter.contextOf(request.getRequest()).correlationId());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            response.getReporter()
                    .write("{\"title\":\"%s\",\"status\":%d}"
                            .formatted(known == null ? "Error" : known.getReasonPhrase(), status));
            response.finishResponse();
        } catch (IOException closed) {
            logUnwritten(closed);
        }
    }

    private void logUnwritten(IOException failure) {
        getContainer().getLogger().debug("The problem details could not be written", failure);
    }
}
