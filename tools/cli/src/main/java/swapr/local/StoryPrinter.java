package swapr.local;

import java.io.PrintStream;
import java.util.List;
import swapr.local.Api.Reply;

/** Prints the numbered steps of the demo, with their details. */
final class StoryPrinter {

    private final PrintStream out;
    private int step;

    StoryPrinter(PrintStream out) {
        this.out = out;
    }

    void step(String sentence) {
        out.printf("%n%d. %s%n", ++step, sentence);
    }

    void detail(String label, String text) {
        out.printf("     %-22s %s%n", label, text);
    }

    void request(Reply reply, String result) {
        detail(reply.request(), "%d %s".formatted(reply.status(), result));
    }

    /** One line for each event of a request. */
    void chain(List<ConsumedEvent> events, Reply reply) {
        out.println(StoryFormat.chain(events, reply.sent()));
    }
}
