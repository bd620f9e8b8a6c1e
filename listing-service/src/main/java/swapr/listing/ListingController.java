package swapr.listing;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import swapr.web.CurrentUser;
import swapr.web.MultiLine;
import swapr.web.OneLine;

/** The REST API under {@code /listings}. Any client may read. Only the seller may change a listing; others get 403. */
@RestController
@RequestMapping("/listings")
class ListingController {

    /**
     * @param size one or two digits, with an optional half or third, system and letter: {@code 42.5}, {@code 42 2/3},
     *     {@code US 9}, {@code US 7.5W}, {@code EU 44}, {@code CM 27.5}
     */
    record NewListing(
            @NotNull @OneLine(max = Sneakers.TITLE) String title,
            @NotNull @OneLine(max = Sneakers.BRAND) String brand,

            @NotNull
            @Pattern(
                    regexp = "((US|UK|EU|CM) )?[1-9][0-9]?(\\.5| [12]/3)?[WYC]?",
                    message = "must be a shoe size such as 42.5, US 9, UK 8.5 or EU 42 2/3")
            String size,

            @NotNull Sneakers.Condition condition,
            @MultiLine(max = 2000) @Nullable String description,
            @NotNull @Valid Money.Asked price) {

        Sneakers sneakers() {
            return new Sneakers(title, brand, size, condition, description);
        }
    }

    record PriceReduction(
            @NotNull @Valid Money.Asked price, @Nullable Boolean highPriority) {}

    private final SellerActions sellerActions;
    private final ListingSearch search;
    private final ListingFacets facets;

    ListingController(SellerActions sellerActions, ListingSearch search, ListingFacets facets) {
        this.sellerActions = sellerActions;
        this.search = search;
        this.facets = facets;
    }

    @PostMapping
    ResponseEntity<ListingResponse> list(@Valid @RequestBody NewListing request, CurrentUser seller) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        var listing = sellerActions.list(
                id, seller, request.sneakers(), request.price().toMoney());
        return ResponseEntity.created(URI.create("/listings/" + id))
                .eTag(listing.etag())
                .body(listing);
    }

    @GetMapping("/{id}")
    ResponseEntity<ListingResponse> show(@PathVariable UUID id) {
        var listing = sellerActions.show(id);
        return ResponseEntity.ok().eTag(listing.etag()).body(listing);
    }

    @GetMapping
    ListingSearch.Page search(@Valid @ModelAttribute ListingFilter filter, @Valid @ModelAttribute ListingQuery query) {
        return search.find(filter, query)
                .orElseThrow(() -> new ErrorResponseException(
                        HttpStatus.BAD_REQUEST,
                        problem(
                                HttpStatus.BAD_REQUEST,
                                "cursor",
                                "does not belong to this search; start again without a cursor"),
                        null));
    }

    @GetMapping("/facets")
    ListingFacets.Facets facets(@Valid @ModelAttribute ListingFilter filter) {
        return facets.of(filter);
    }

    @PostMapping("/{id}/price-reductions")
    ResponseEntity<ListingResponse> reducePrice(
            @PathVariable UUID id, @Valid @RequestBody PriceReduction request, CurrentUser seller) {
        boolean highPriority = Boolean.TRUE.equals(request.highPriority());
        var listing = sellerActions.reducePrice(id, seller, request.price().toMoney(), highPriority);
        return ResponseEntity.ok().eTag(listing.etag()).body(listing);
    }

    /** Idempotent: a second request changes nothing and gets 204 too. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable UUID id, CurrentUser seller) {
        sellerActions.withdraw(id, seller);
    }

    @ExceptionHandler
    ProblemDetail refused(RuleViolationException violation) {
        return switch (violation.rule) {
            case NOT_YOURS -> ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, violation.getMessage());
            case NOT_AVAILABLE -> ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, violation.getMessage());
            case NOT_LOWER -> problem(HttpStatus.UNPROCESSABLE_CONTENT, "price", violation.getMessage());
        };
    }

    @ExceptionHandler
    ProblemDetail unknown(UnknownListingException unknown) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, unknown.getMessage());
    }

    @ExceptionHandler
    ProblemDetail erased(SellerErasedException erased) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, erased.getMessage());
    }

    private static ProblemDetail problem(HttpStatus status, String field, @Nullable String message) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "The " + field + " " + message + ".");
        problem.setProperty("errors", List.of(Map.of("field", field, "message", String.valueOf(message))));
        return problem;
    }
}
