package swapr.system;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Runs tasks at the same time, each in its own virtual thread. */
final class Concurrently {

    private Concurrently() {}

    /**
     * Runs all tasks. Returns their results in the order of the tasks.
     *
     * @throws IllegalStateException if a task fails
     */
    static <R> List<R> all(Collection<? extends Callable<R>> tasks) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<R>();
            for (var task : threads.invokeAll(tasks)) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs all tasks. Returns their problems. A task without a problem returns an empty text. */
    static List<String> problems(Collection<? extends Callable<String>> tasks) {
        return all(tasks).stream().filter(problem -> !problem.isEmpty()).toList();
    }
}
