package swapr.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A shell around a process, the only one that can learn how it ends: its parent. It notes that ({@link ExitNotes}), and calls
 * the {@link ProcessSupervisor} unless the process was stopped on purpose or nothing shall be started again ({@link RestartPolicy}). It
 * needs 0.14 MB, where one more JVM that only watches would need 20 to 40 MB (docs/start.md).
 */
final class ShellWrapper {

    /** The shell's own remarks, such as "Killed", are not for the log. Arguments: the directory of notes, the process's name, the variables that are only for it, and its command. */
    private static final String SCRIPT = """
            run=$1 name=$2 own=$3
            shift 3
            exec 3>&2 2>/dev/null
            (exec "$@" 2>&3 3>&-)
            code=$?
            exec >/dev/null 3>&-
            mv "$run/$name.runs" "$run/$name.ended.$(date +%s).$code.$$"
            unset $own
            held() { read -r pid <"$run/held" && kill -0 "$pid"; }
            if [ -x "$run/keeper" ] && [ ! -e "$run/$name.stopped" ] && ! held; then "$run/keeper" & fi
            exit $code
            """;

    private ShellWrapper() {}

    static List<String> around(String name, List<String> command, Path run, Collection<String> ownVariables) {
        var whole = new ArrayList<>(List.of("sh", "-c", SCRIPT, "swapr-" + name));
        whole.addAll(List.of(run.toString(), name, String.join(" ", ownVariables)));
        whole.addAll(command);
        return whole;
    }
}
