package swapr.web;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * The access rules for all calls. The issuer, audience, algorithm and key address of tokens are in {@code
 * swapr/web.yaml}. One filter chain protects the service's port and the management port.
 */
@Configuration(proxyBeanMethods = false)
@Import(SessionsConfiguration.class)
@EnableConfigurationProperties(KeyProperties.class)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            WebProperties settings,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems)
            throws Exception {
        ProblemAuthenticationHandler problemHandler = new ProblemAuthenticationHandler(problems);
        return http.csrf(AbstractHttpConfigurer::disable) // a browser never sends a bearer token automatically
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
                        .authenticationEntryPoint(problemHandler)
                        .accessDeniedHandler(problemHandler)
                        .withObjectPostProcessor(problemHandler.answeringWhenKeysAreAway()))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(problemHandler).accessDeniedHandler(problemHandler))
                .addFilterBefore(new ActorFilter(), ExceptionTranslationFilter.class)
                .build();
    }

    /** By default Spring Security wraps and measures each of its filters, which costs more than most filters do. */
    @Bean
    SecurityObservationSettings noObservationOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    AuditLog auditLog() {
        return new AuditLog(System::nanoTime);
    }

    @Bean
    FilterRegistrationBean<AuditFilter> auditFilter(AuditLog log) {
        return AuditFilter.registration(log, false);
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

    /** user-service has its own source of keys and does not fetch them. */
    @Bean
    @ConditionalOnMissingBean(JWKSource.class)
    SigningKeyCache signingKeyCache(OAuth2ResourceServerProperties properties, KeyProperties settings) {
        return new SigningKeyCache(
                new KeyFetch(
                        URI.create(Objects.requireNonNull(properties.getJwt().getJwkSetUri())), settings.timeout()),
                settings);
    }

    @Bean
    JwtDecoder jwtDecoder(
            JWKSource<SecurityContext> keys,
            OAuth2ResourceServerProperties properties,
            List<OAuth2TokenValidator<Jwt>> others) {
        var settings = properties.getJwt();
        var decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(algorithms ->
                        settings.getJwsAlgorithms().forEach(name -> algorithms.add(SignatureAlgorithm.valueOf(name))))
                .build();
        // The default converter expects a URL and throws and catches an exception for any other issuer.
        decoder.setClaimSetConverter(
                MappedJwtClaimSetConverter.withDefaults(Map.of(JwtClaimNames.ISS, issuer -> issuer)));
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(Objects.requireNonNull(settings.getIssuerUri())),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD,
                        audience -> audience != null && !Collections.disjoint(audience, settings.getAudiences())),
                new DelegatingOAuth2TokenValidator<>(others)));
        return decoder;
    }
}
