package swapr.analytics;

import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import swapr.web.BoundedReads;

/**
 * The REST API of the figures. Any client may read. A figure is at most {@code swapr.analytics.age} (1 s) old when it
 * is sent. Clients and proxies may then use it for five more seconds.
 */
@RestController
class AnalyticsController {

    private static final CacheControl REUSABLE =
            CacheControl.maxAge(Duration.ofSeconds(5)).cachePublic();
    private static final String NOT_A_WEEK = "must be an ISO week like 2026-W47";

    record WeeklyListings(List<Facts.ListingWeek> weeks) {}

    record SalesReport(List<Facts.Sales> totals, List<Facts.Sales> weeks) {}

    record Conditions(Map<String, Long> sold) {}

    record Funnel(
            long placed,
            long reserved,
            long paid,
            long confirmed,
            long cancelled,
            Map<String, Long> cancelledByReason) {}

    private final CachedValue<List<Facts.ListingWeek>> listingWeeks;
    private final CachedValue<SalesReport> sales;
    private final CachedValue<Conditions> conditions;
    private final CachedValue<Funnel> funnel;

    AnalyticsController(Facts facts, BoundedReads reads, @Value("${swapr.analytics.age:1s}") Duration age) {
        this.listingWeeks = new CachedValue<>(age, () -> reads.read(facts::listingWeeks));
        this.sales =
                new CachedValue<>(age, () -> reads.read(() -> new SalesReport(facts.sales(), facts.salesByWeek())));
        this.conditions = new CachedValue<>(age, () -> reads.read(() -> new Conditions(facts.soldByCondition())));
        this.funnel = new CachedValue<>(age, () -> reads.read(() -> funnel(facts.orderSteps())));
    }

    @GetMapping("/analytics/weekly-listings")
    ResponseEntity<WeeklyListings> weeklyListings(
            @RequestParam(defaultValue = "0000-W01") @Pattern(regexp = IsoWeek.PATTERN, message = NOT_A_WEEK)
                    String from,
            @RequestParam(defaultValue = "9999-W53") @Pattern(regexp = IsoWeek.PATTERN, message = NOT_A_WEEK)
                    String to) {
        if (from.compareTo(to) > 0) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "from must not be later than to");
        }
        return reusable(new WeeklyListings(listingWeeks.get().stream()
                .filter(each -> each.week().compareTo(from) >= 0 && each.week().compareTo(to) <= 0)
                .toList()));
    }

    @GetMapping("/analytics/sales")
    ResponseEntity<SalesReport> sales() {
        return reusable(sales.get());
    }

    /** Sold pairs by condition. {@code UNKNOWN} counts the events with no condition or one outside the contract. */
    @GetMapping("/analytics/conditions")
    ResponseEntity<Conditions> conditions() {
        return reusable(conditions.get());
    }

    /** Orders by step. An order counts at each step that it reached, so each step includes the later ones. */
    @GetMapping("/analytics/funnel")
    ResponseEntity<Funnel> funnel() {
        return reusable(funnel.get());
    }

    private static <T> ResponseEntity<T> reusable(T figures) {
        return ResponseEntity.ok().cacheControl(REUSABLE).body(figures);
    }

    private static Funnel funnel(List<Facts.Step> steps) {
        Map<Fact, Long> counts = new TreeMap<>();
        Map<String, Long> reasons = new TreeMap<>();
        for (Facts.Step step : steps) {
            counts.merge(step.fact(), step.count(), Long::sum);
            if (step.reason() != null) {
                reasons.put(step.reason(), step.count());
            }
        }
        return new Funnel(
                Objects.requireNonNullElse(counts.get(Fact.ORDER_PLACED), 0L),
                Objects.requireNonNullElse(counts.get(Fact.ORDER_RESERVED), 0L),
                Objects.requireNonNullElse(counts.get(Fact.ORDER_PAID), 0L),
                Objects.requireNonNullElse(counts.get(Fact.ORDER_CONFIRMED), 0L),
                Objects.requireNonNullElse(counts.get(Fact.ORDER_CANCELLED), 0L),
                reasons);
    }
}
