package swapr.listing;

/** The seller deleted the account. A token can be valid for some minutes after that. */
final class SellerErased extends RuntimeException {

    private static final long serialVersionUID = 1;

    SellerErased() {
        super("This account was deleted, so it cannot sell.");
    }
}
