package swapr.messaging;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notes applied commands in the inbox, and runs what their handlers want to store, in one transaction. Commands that
 * end while another transaction runs share the next one (group commit). A command that ends alone does not wait.
 */
final class AppliedCommands {

    private static final class Ended {
        private final String group;
        private final EventCodec.Event command;
        private final @Nullable Runnable completion;
        private boolean isAnswered;
        private @Nullable RuntimeException failure;

        private Ended(String group, EventCodec.Event command, @Nullable Runnable completion) {
            this.group = group;
            this.command = command;
            this.completion = completion;
        }
    }

    private final TransactionTemplate transaction;
    private final Inbox inbox;
    private final BlockingQueue<Ended> waiting = new LinkedBlockingQueue<>();
    private final ReentrantLock writing = new ReentrantLock();

    AppliedCommands(TransactionTemplate transaction, Inbox inbox) {
        this.transaction = transaction;
        this.inbox = inbox;
    }

    /**
     * Returns after the commit. Throws the exception of the transaction if it failed.
     *
     * @param completion runs in the transaction, unless the command is in the inbox already; null for none
     */
    void note(String group, EventCodec.Event command, @Nullable Runnable completion) {
        var mine = new Ended(group, command, completion);
        waiting.add(mine);
        writing.lock();
        try {
            if (!mine.isAnswered) {
                List<Ended> together = new ArrayList<>();
                waiting.drainTo(together);
                write(together);
            }
        } finally {
            writing.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
    }

    private void write(List<Ended> together) {
        try {
            transaction.executeWithoutResult(status -> together.stream()
                    .collect(Collectors.groupingBy(ended -> ended.group))
                    .forEach(this::apply));
            together.forEach(ended -> ended.isAnswered = true);
        } catch (RuntimeException | Error e) {
            if (together.size() > 1 && !Failures.isInfrastructure(e)) {
                together.forEach(ended -> write(List.of(ended)));
            } else {
                // An Error, too: an unanswered caller would believe that its command is in the inbox.
                together.forEach(ended -> {
                    ended.isAnswered = true;
                    ended.failure =
                            e instanceof RuntimeException failure ? failure : new UndeclaredThrowableException(e);
                });
            }
        }
    }

    private void apply(String group, List<Ended> together) {
        List<EventCodec.Event> commands =
                together.stream().map(ended -> ended.command).toList();
        Set<UUID> claimed = new HashSet<>(inbox.claim(group, commands, Inbox.APPLIED));
        for (Ended ended : together) {
            if (claimed.remove(ended.command.envelope().factId()) && ended.completion != null) {
                ended.completion.run();
            }
        }
    }
}
