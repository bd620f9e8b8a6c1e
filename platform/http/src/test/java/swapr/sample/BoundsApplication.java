package swapr.sample;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with the number of bytes that it was sent. */
@SpringBootApplication
@RestController
class BoundsApplication {

    @RequestMapping("/length")
    int length(HttpServletRequest request) throws IOException {
        return request.getInputStream().readAllBytes().length;
    }
}
