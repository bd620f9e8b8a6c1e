package swapr.web;

import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Who may call what. The tokens' issuer, audience, algorithm and key address stand in {@code swapr/web.yaml}; the one
 * filter chain guards the service's port and the management port alike.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            WebSettings settings,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems)
            throws Exception {
        Refusals refusals = new Refusals(problems);
        return http.csrf(AbstractHttpConfigurer::disable) // a bearer token is never sent by a browser on its own
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(calls -> calls.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(EndpointRequest.to("health", "prometheus"))
                        .permitAll()
                        .requestMatchers(EndpointRequest.toAnyEndpoint(), EndpointRequest.toLinks())
                        .hasRole("OPERATOR")
                        .requestMatchers(settings.publicCalls())
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals)
                        .withObjectPostProcessor(refusals.answeringWhenKeysAreAway()))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterBefore(new ActorFilter(), AuthorizationFilter.class)
                .build();
    }

    @Bean
    JwtAuthenticationConverter rolesOfTheToken() {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(SecurityConfiguration::authoritiesOf);
        return converter;
    }

    private static Collection<GrantedAuthority> authoritiesOf(Jwt token) {
        @Nullable List<String> roles = token.getClaimAsStringList("roles");
        return roles == null
                ? List.of()
                : roles.stream()
                        .<GrantedAuthority>map(
                                role -> new SimpleGrantedAuthority("ROLE_" + role.toUpperCase(Locale.ROOT)))
                        .toList();
    }

    /**
     * The keys are fetched at the first token, so the service starts without user-service, and are kept without
     * expiry, so it goes on when user-service is away. A token naming an unknown key fetches them anew. The default
     * client would wait for ever.
     */
    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer patientWithTheKeys() {
        JdkClientHttpRequestFactory http = new JdkClientHttpRequestFactory(java.net.http.HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(2))
                .build());
        http.setReadTimeout(Duration.ofSeconds(5)); // user-service may just be starting
        return decoder -> decoder.restOperations(new RestTemplate(http)).cache(new ConcurrentMapCache("jwks"));
    }
}
