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
 * Words what Tomcat refuses by itself, before any filter runs: an address that is no address, a header too long. Its own
 * answer would be a page of HTML.
 */
class ProblemValve extends ErrorReportValve {

    /** Ahead of the application's own page, so asked only when there was none. */
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
        response.setHeader(CorrelationFilter.HEADER, CorrelationFilter.of(request.getRequest()));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            response.getReporter()
                    .write("{\"title\":\"%s\",\"status\":%d}"
                            .formatted(known == null ? "Error" : known.getReasonPhrase(), status));
            response.finishResponse();
        } catch (IOException callerIsGone) {
            containerLog(callerIsGone);
        }
    }

    private void containerLog(IOException failure) {
        getContainer().getLogger().debug("No answer could be given", failure);
    }
}
