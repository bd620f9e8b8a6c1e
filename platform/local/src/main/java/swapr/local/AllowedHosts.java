package swapr.local;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a small server answers. A page in a browser on this machine can send requests to a loopback address under a
 * name of its author's (DNS rebinding); such a request carries that name in its {@code Host} header.
 *
 * @param names in lower case, without a port
 */
record AllowedHosts(Set<String> names) {

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    /**
     * The loopback names, and those given.
     *
     * @param more names with commas between, such as {@code bank,mail}; empty for none
     */
    static AllowedHosts loopbackAnd(String more) {
        var names = new HashSet<>(LOOPBACK);
        for (var name : more.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return new AllowedHosts(names);
    }

    /** Whether a request with this {@code Host} header is meant for us; any port will do, none as well. */
    boolean include(@Nullable String header) {
        return header != null
                && names.contains(header.strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", ""));
    }
}
