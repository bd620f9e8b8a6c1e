package swapr.sandbox.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The host names that a small server accepts. A web page can send requests to a loopback address under a host name of
 * its author (DNS rebinding). Such a request has that name in its {@code Host} header, so it can be refused.
 *
 * @param names in lower case, without a port
 */
public record AllowedHosts(Set<String> names) {

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    /**
     * The loopback names and the given names.
     *
     * @param more names separated by commas, such as {@code bank,mail}; empty for none
     */
    public static AllowedHosts loopbackAnd(String more) {
        var names = new HashSet<>(LOOPBACK);
        for (var name : more.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return new AllowedHosts(names);
    }

    /** Whether the name in this {@code Host} header is allowed. The port is optional and not compared. */
    boolean include(@Nullable String header) {
        return header != null
                && names.contains(header.strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", ""));
    }
}
