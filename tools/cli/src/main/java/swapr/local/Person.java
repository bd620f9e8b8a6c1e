package swapr.local;

import java.util.Locale;

/** The sample users of every marketplace. */
enum Person {
    ADA("seller"),
    BOB("buyer"),
    OLGA("operator");

    private final String role;

    Person(String role) {
        this.role = role;
    }

    String role() {
        return role;
    }

    String email() {
        return name().toLowerCase(Locale.ROOT) + "@swapr.example";
    }

    String variable() {
        return "SWAPR_SEED_PASSWORD_" + name();
    }

    @Override
    public String toString() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
