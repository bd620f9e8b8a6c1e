package swapr.local;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code swapr}. */
@Command(
        name = "swapr",
        description = "A sneaker marketplace on this machine, with a real Kafka and a real PostgreSQL.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Demo.class,
            Doctor.class,
            Logs.class,
            Token.class,
            Sql.class,
            Topic.class,
            DeadLetters.class,
            Catalog.class,
            HelpCommand.class
        },
        footer = {
            "%nLearn with labs that change the marketplace: ./swapr lab --help",
            "Measure the speed of the whole marketplace: ./swapr load --help",
            "Inject faults under load and check the result from outside: ./swapr chaos --help%n"
        })
public final class Swapr {

    private Swapr() {}

    public static void main(String[] arguments) {
        var command = commandLine(new Swapr());
        offerHelp(command);
        if (arguments.length == 0) {
            command.usage(System.out);
            System.exit(0);
        }
        System.exit(command.execute(arguments));
    }

    /** A command line that shows an error as one line, and with {@code -Dswapr.debug=true} the stack trace. */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command).setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (Boolean.getBoolean("swapr.debug")) {
                failure.printStackTrace();
            }
            commandLine.getErr().println("swapr: " + failure.getMessage());
            return 1;
        });
    }

    /** Adds {@code --help} to all commands, in addition to {@code swapr help COMMAND}. */
    private static void offerHelp(CommandLine command) {
        if (!(command.getCommand() instanceof HelpCommand)) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help.")
                            .build());
        }
        command.getSubcommands().values().forEach(Swapr::offerHelp);
    }
}
