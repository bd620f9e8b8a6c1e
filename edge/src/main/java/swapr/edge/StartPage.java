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

/** The page at {@code /start}: hand-written HTML with the addresses of this installation. */
@RestController
class StartPage {

    private final String template;
    private final EdgeProperties properties;

    StartPage(@Value("classpath:start.html") Resource page, EdgeProperties properties) throws IOException {
        this.template = page.getContentAsString(StandardCharsets.UTF_8);
        this.properties = properties;
    }

    @GetMapping(path = "/start", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
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
        addresses.put("user", authorities(properties.user()));
        addresses.put("listing", authorities(properties.listing()));
        addresses.put("purchase", authorities(properties.purchase()));
        addresses.put("notification", authorities(properties.notification()));
        addresses.put("analytics", authorities(properties.analytics()));
        addresses.put("mail", properties.mail().toString());
        addresses.put("mail_address", authority(properties.mail()));
        addresses.put("bank", authority(properties.bank()));
        addresses.put("kafka", properties.kafka());
        addresses.put("postgres", properties.postgres());
        return addresses;
    }

    private static String authorities(List<URI> instances) {
        return instances.stream().map(StartPage::authority).collect(Collectors.joining(", "));
    }

    private static String authority(URI address) {
        return address.getRawAuthority();
    }
}
