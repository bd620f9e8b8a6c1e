package swapr.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts the process of a server: {@link DetachedProcess#launch}, or a launcher of the {@link ProcessRegistry}. */
interface Launcher {

    /**
     * Starts the command. Its output is appended to the log file.
     *
     * @param environment added to the variables of this JVM
     */
    LaunchedProcess start(List<String> command, Path logFile, Map<String, String> environment) throws IOException;
}
