package swapr.edge;

import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The pages of the shop. All of them are one HTML file. Its scripts under {@code /shop} read the address, call the REST
 * API and draw the page.
 */
@RestController
class Storefront {

    private static final Resource SHELL = new ClassPathResource("storefront.html");

    @GetMapping(
            path = {"/", "/listings/{id}", "/sell", "/orders", "/orders/{id}", "/inbox"},
            produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
    ResponseEntity<Resource> show() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate())
                .body(SHELL);
    }
}
