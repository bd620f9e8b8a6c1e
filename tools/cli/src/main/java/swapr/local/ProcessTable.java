package swapr.local;

/** The table of {@code ./swapr status}. */
final class ProcessTable {

    private final Layout layout;
    private final State state;

    ProcessTable(Layout layout, State state) {
        this.layout = layout;
        this.state = state;
    }

    /** One row per process with its health, address, pid, memory and log; also if it does not run. */
    String table() {
        var ports = state.ports();
        var table = new Table("NAME", "HEALTH", "ADDRESS", "PID", "MEMORY", "LOG");
        var total = 0L;
        for (var name : ports.processes()) {
            var running = state.alive(name);
            var memory =
                    running.map(process -> Memory.residentMb(process.pid())).orElse(0L);
            total += memory;
            table.row(
                    name,
                    running.isEmpty() ? "not running" : healthy(name, ports) ? "healthy" : "NOT HEALTHY",
                    address(name, ports),
                    running.map(process -> Long.toString(process.pid())).orElse("-"),
                    running.isEmpty() ? "-" : memory + " MB",
                    layout.root().relativize(layout.log(name)).toString());
        }
        table.row("", "", "", "total", total + " MB", "");
        return table.toString();
    }

    boolean allHealthy() {
        var ports = state.ports();
        return ports.processes().stream().allMatch(name -> state.alive(name).isPresent() && healthy(name, ports));
    }

    static boolean healthy(String name, PortBlock ports) {
        return switch (name) {
            case "postgres" -> Ports.inUse(ports.postgres());
            case "kafka" -> Ports.inUse(ports.kafka());
            default -> Infrastructure.answers(health(name, ports));
        };
    }

    /** The address that shows whether a process is healthy: {@code http://…} answers 200, {@code tcp://…} is open. */
    static String health(String name, PortBlock ports) {
        return switch (name) {
            case "postgres" -> "tcp://127.0.0.1:" + ports.postgres();
            case "kafka" -> "tcp://127.0.0.1:" + ports.kafka();
            case "bank" -> ports.url(ports.bank()) + "/health";
            case "mail" -> ports.url(ports.mailPage()) + "/livez";
            case Room.NAME -> ports.url(ports.roomPage()) + "/health";
            default -> ports.url(ports.managementOf(Instance.of(name))) + "/actuator/health";
        };
    }

    private static String address(String name, PortBlock ports) {
        return switch (name) {
            case "postgres" -> "127.0.0.1:" + ports.postgres();
            case "kafka" -> "127.0.0.1:" + ports.kafka();
            case "bank" -> ports.url(ports.bank());
            case "mail" -> "%s, SMTP :%d".formatted(ports.url(ports.mailPage()), ports.smtp());
            case Room.NAME -> ports.url(ports.roomPage());
            default -> {
                var instance = Instance.of(name);
                yield "%s, management :%d".formatted(ports.url(ports.of(instance)), ports.managementOf(instance));
            }
        };
    }
}
