package swapr.sandbox.http;

/** Settings of the sandbox servers from environment variables. They run as plain processes or in containers. */
public final class Environment {

    private Environment() {}

    /** The value of a variable, or the other value if the variable is missing or blank. */
    public static String get(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** The bind address. The default is loopback, because these servers are not meant for a network. */
    public static String bind() {
        return get("SWAPR_BIND", "127.0.0.1");
    }

    /** The loopback names and the names in {@code SWAPR_HOSTS}, such as {@code bank} in a network of containers. */
    public static AllowedHosts hosts() {
        return AllowedHosts.loopbackAnd(get("SWAPR_HOSTS", ""));
    }

    /**
     * The port number in a variable, or the other value if the variable is missing or blank.
     *
     * @throws IllegalArgumentException if the value is not a number; the message names the variable
     */
    public static int port(String name, int otherwise) {
        var value = get(name, Integer.toString(otherwise));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a port number, not " + value, e);
        }
    }
}
