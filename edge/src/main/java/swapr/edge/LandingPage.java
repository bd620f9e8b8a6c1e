package swapr.edge;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.HtmlUtils;

/** The page at {@code /}: hand-written HTML with the real addresses of this installation filled in. */
@RestController
class LandingPage {

    private final String template;
    private final EdgeProperties at;

    LandingPage(@Value("classpath:landing.html") Resource page, EdgeProperties at) throws IOException {
        this.template = page.getContentAsString(StandardCharsets.UTF_8);
        this.at = at;
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
    ResponseEntity<String> show() {
        String page = template;
        for (var address : addresses().entrySet()) {
            page = page.replace("{{" + address.getKey() + "}}", HtmlUtils.htmlEscape(address.getValue()));
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate())
                .body(page);
    }

    private Map<String, String> addresses() {
        var addresses = new LinkedHashMap<String, String>();
        addresses.put(
                "edge",
                ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString());
        addresses.put("user", authorities(at.user()));
        addresses.put("listing", authorities(at.listing()));
        addresses.put("purchase", authorities(at.purchase()));
        addresses.put("notification", authorities(at.notification()));
        addresses.put("analytics", authorities(at.analytics()));
        addresses.put("mail", at.mail().toString());
        addresses.put("mail_address", authority(at.mail()));
        addresses.put("bank", authority(at.bank()));
        addresses.put("kafka", at.kafka());
        addresses.put("postgres", at.postgres());
        return addresses;
    }

    private static String authorities(List<URI> instances) {
        return instances.stream().map(LandingPage::authority).collect(Collectors.joining(", "));
    }

    private static String authority(URI address) {
        return address.getRawAuthority();
    }
}
