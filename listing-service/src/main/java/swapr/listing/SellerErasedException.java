package swapr.listing;

/** The seller deleted the account. A token can be valid for some minutes after that. */
final class SellerErasedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SellerErasedException() {
        super("This account was deleted, so it cannot sell.");
    }
}
