package swapr.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

@Command(name = "doctor", description = "Check the requirements and the processes, and explain each problem.")
final class Doctor implements Callable<Integer> {

    private final List<String> wrong = new ArrayList<>();

    @Override
    public Integer call() {
        var layout = Layout.here();
        var state = new State(layout.state());
        var ports = state.ports();
        var all = state.ports().processes();
        var missing = all.stream().filter(name -> state.alive(name).isEmpty()).toList();

        check(
                "JDK",
                Runtime.version() + " in " + System.getProperty("java.home"),
                problems -> Checks.java(Runtime.version().feature(), problems));
        check("PostgreSQL", PostgresBinaries.archiveName(os("os.name"), os("os.arch")), Doctor::postgres);
        check("build", layout.root().toString(), problems -> Checks.jars(layout, problems));
        check("path", layout.root().toString(), problems -> Checks.path(layout.root(), problems));
        check("disk", Checks.freeMb(layout) + " MB free on the disk of .swapr", problems -> {
            Checks.disk(layout, problems);
            Checks.lowDisk(Checks.freeMb(layout), layout.home(), problems);
        });
        check(
                "memory",
                Checks.availableMemoryMb() + " MB free",
                problems -> Checks.memory(Checks.availableMemoryMb(), missing.size(), problems));
        check("ports", "from " + ports.base(), problems -> Checks.ports(ports, missing, problems));
        check(
                "running",
                "%d of %d processes".formatted(all.size() - missing.size(), all.size()),
                problems -> state.alive().stream()
                        .map(RunningProcess::name)
                        .filter(all::contains)
                        .filter(name -> !ProcessTable.healthy(name, ports))
                        .forEach(name -> problems.add(
                                "%s runs but is not healthy. Read ./swapr logs %s, or restart it".formatted(name, name)
                                        + " with ./swapr down " + name + " and ./swapr up")));
        if (missing.size() < all.size()) {
            var exits = new ExitReport(layout, state);
            missing.stream().map(exits::line).filter(line -> !line.isEmpty()).forEach(wrong::add);
        }
        var psql = OsProcess.run("psql", "--version") == 0;
        System.out.println("  -  psql        "
                + (psql ? "installed; ./swapr sql SERVICE opens it" : "not installed; pass the query to ./swapr sql"));
        wrong.forEach(problem -> System.out.println("\n" + problem));
        return wrong.isEmpty() ? 0 : 1;
    }

    private void check(String name, String detail, Consumer<List<String>> checks) {
        var problems = new ArrayList<String>();
        checks.accept(problems);
        System.out.printf("  %s  %-11s %s%n", problems.isEmpty() ? "ok" : "NO", name, problems.isEmpty() ? detail : "");
        wrong.addAll(problems);
    }

    private static void postgres(List<String> problems) {
        try {
            RunAsNonRoot.choose();
        } catch (IllegalStateException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        if (Doctor.class.getResource("/" + PostgresBinaries.archiveName(os("os.name"), os("os.arch"))) == null) {
            problems.add("there is no PostgreSQL build for %s on %s. Use docker compose up"
                    .formatted(os("os.name"), os("os.arch")));
        }
    }

    private static String os(String property) {
        return System.getProperty(property, "?");
    }
}
