package swapr.listing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set under {@code swapr.listing}.
 *
 * @param priceReducedVersions in which versions {@code PriceReduced} is published: 1, 2 or both. Version 1 is deprecated;
 *     contracts/README.md says when and how it is retired
 */
@Validated
@ConfigurationProperties("swapr.listing")
record ListingSettings(@DefaultValue({"1", "2"}) @NotEmpty Set<@Min(1) @Max(2) Integer> priceReducedVersions) {}
