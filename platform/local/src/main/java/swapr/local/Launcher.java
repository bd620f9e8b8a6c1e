package swapr.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a server's process is started: {@link OsProcess#launch} and nothing else, or written down by {@link ProcessRegistry}. */
interface Launcher {

    /**
     * Starts the command, its output going to the end of the log file.
     *
     * @param environment added to our own
     */
    LaunchedProcess start(List<String> command, Path logFile, Map<String, String> environment) throws IOException;
}
