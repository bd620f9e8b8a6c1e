package swapr.sample;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import swapr.messaging.EventContext;
import swapr.web.BoundedReads;
import swapr.web.CurrentUser;
import swapr.web.MultiLine;
import swapr.web.OneLine;
import swapr.web.VisibleAscii;

@RestController
class SneakerController {

    enum Condition {
        NEW,
        USED
    }

    record Price(
            @NotNull @Positive BigDecimal amount, @NotBlank String currency) {}

    record NewSneaker(
            @NotBlank @Size(max = 20) String modelName,
            @Valid @NotNull Price startPrice,
            @Nullable Condition condition,
            @Nullable Integer boxCount,
            @Nullable UUID styleId,
            @Nullable Instant releasedAt,
            @Nullable List<@NotBlank String> tags,
            @Nullable @OneLine(max = 20) String colorName,
            @Nullable @MultiLine(max = 40) String notes) {}

    record Search(
            @Nullable @Min(1) @BindParam("page_size") Integer pageSize,
            @Nullable @OneLine(max = 20) String q) {}

    private final JdbcTemplate jdbc;
    private final BoundedReads reads;

    SneakerController(JdbcTemplate jdbc, BoundedReads reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    @PostMapping("/sneakers")
    @ResponseStatus(HttpStatus.CREATED)
    NewSneaker add(@Valid @RequestBody NewSneaker sneaker) {
        return sneaker;
    }

    @GetMapping("/public/sneakers/{id}")
    Map<String, Object> one(@PathVariable UUID id, @Nullable CurrentUser user) {
        return Map.of("id", id, "seen_by", user == null ? "anonymous" : user.name());
    }

    @GetMapping("/public/sneakers")
    Map<String, Integer> list(
            @RequestParam(defaultValue = "10") @Min(1) @Max(100) int limit,
            @RequestParam("min_price") Integer minPrice) {
        return Map.of("limit", limit, "min_price", minPrice);
    }

    @GetMapping("/public/search")
    Search search(@Valid Search search) {
        return search;
    }

    @PostMapping("/public/orders")
    String order(@RequestHeader("Idempotency-Key") @VisibleAscii(max = 20) String key) {
        return key;
    }

    @GetMapping("/me")
    Map<String, Object> me(CurrentUser user) {
        return Map.of(
                "id",
                user.id(),
                "name",
                user.name(),
                "context",
                EventContext.current("sample"),
                "log",
                MDC.getCopyOfContextMap());
    }

    @GetMapping("/public/me")
    CurrentUser publicMe(CurrentUser user) {
        return user;
    }

    @GetMapping("/public/failures/{kind}")
    @Nullable
    String fail(@PathVariable String kind) throws SQLException {
        return switch (kind) {
            case "conflict" -> throw new OptimisticLockingFailureException("row 17 of table secrets");
            case "gone" -> throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such sneaker.");
            case "database" -> String.valueOf(jdbc.queryForObject("select 1", Integer.class));
            case "slow" ->
                reads.read(() -> String.valueOf(jdbc.queryForObject("select pg_sleep(10)::text", String.class)));
            case "null-character" -> jdbc.queryForObject("select ?::text", String.class, "a\0b");
            default -> throw new IllegalStateException("secret internal detail");
        };
    }
}
