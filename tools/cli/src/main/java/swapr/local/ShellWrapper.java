package swapr.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A shell around a process. Only the parent of a process gets its exit code or signal, so the shell is the parent. It
 * notes the exit ({@link ExitNotes}) and calls the {@link ProcessSupervisor}. It does not call it if the process was
 * stopped on purpose or if restarts are off or suspended ({@link RestartPolicy}). A shell needs 0.14 MB; a JVM that
 * only watches would need 20 to 40 MB (docs/start.md).
 */
final class ShellWrapper {

    /**
     * Arguments: the directory of the notes, the name of the process, the variables only for the process, and its
     * command. The shell's own messages, such as "Killed", do not go to the log.
     */
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
        var fullCommand = new ArrayList<>(List.of("sh", "-c", SCRIPT, "swapr-" + name));
        fullCommand.addAll(List.of(run.toString(), name, String.join(" ", ownVariables)));
        fullCommand.addAll(command);
        return fullCommand;
    }
}
