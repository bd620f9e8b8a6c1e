package swapr.edge;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where everything runs.
 *
 * @param user to {@code analytics}: the services, each with all its instances, as this process reaches them
 * @param mail the page with the e-mails, as a browser reaches it
 * @param hosts the names besides those of this machine under which the edge may be called; none by default
 * @param bank to {@code postgres}: shown on the landing page only, the edge never calls them
 */
@Validated
@ConfigurationProperties("swapr.edge")
record EdgeProperties(
        @NotEmpty List<URI> user,
        @NotEmpty List<URI> listing,
        @NotEmpty List<URI> purchase,
        @NotEmpty List<URI> notification,
        @NotEmpty List<URI> analytics,
        @NotNull URI mail,
        @DefaultValue List<String> hosts,
        @NotNull URI bank,
        @NotBlank String kafka,
        @NotBlank String postgres) {}
