package swapr.user;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Signs tokens. They are checked as in every other service, but with the keys of {@link SigningKeys}. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TokenSigning {

    static final String SWAPR = "swapr";

    @Bean
    JwtEncoder encoder(SigningKeys keys) {
        return new NimbusJwtEncoder((selector, context) -> selector.select(keys.toSign()));
    }
}
