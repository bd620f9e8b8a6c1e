package swapr.sample;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers each request with the number of bytes in its body. */
@SpringBootApplication
@RestController
class BoundsApplication {

    @RequestMapping("/length")
    int length(HttpServletRequest request) throws IOException {
        return request.getInputStream().readAllBytes().length;
    }
}
