package swapr.local;

/** Settings of the bank and the mail server, which run as plain processes or in containers. */
final class Environment {

    private Environment() {}

    static String get(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** The bind address. The default is loopback, because these servers are not meant for a network. */
    static String bind() {
        return get("SWAPR_BIND", "127.0.0.1");
    }

    /** The loopback names and the names in {@code SWAPR_HOSTS}, such as {@code bank} in a network of containers. */
    static AllowedHosts hosts() {
        return AllowedHosts.loopbackAnd(get("SWAPR_HOSTS", ""));
    }

    static int port(String name, int otherwise) {
        var value = get(name, Integer.toString(otherwise));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a port number, not " + value, e);
        }
    }
}
