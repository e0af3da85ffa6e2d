package io.sluice.controlplane.cli;

import java.io.PrintWriter;
import java.util.Map;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.text.SafeText;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command with all its verbs.
@Command(
        name = "sluice",
        description = "Ingress and service-discovery proxy for Docker Swarm.",
        synopsisSubcommandLabel = "VERB",
        footer = {
            "",
            "Exit codes: 0 good, 1 findings or failure, 2 wrong usage.",
            "",
            "Examples:",
            "  sluice demo                      everything in one process, without Docker",
            "  sluice run --compose stack.yml   serve what a Compose file describes",
            "  sluice explain http://demo.localhost:8080/ping"
        })
public final class SluiceCommand {

    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    private SluiceCommand() {}

    /// @param environment decides about colours (`NO_COLOR`)
    public static CommandLine create(Jobs jobs, BuildInfo build, Map<String, String> environment) {
        CommandLine commandLine = new CommandLine(new SluiceCommand())
                .addSubcommand(new DemoCommand(jobs))
                .addSubcommand(new RunCommand(jobs, environment))
                .addSubcommand(new ControlCommand(jobs, environment))
                .addSubcommand(new ProxyCommand(jobs))
                .addSubcommand(new CaCommand())
                .addSubcommand(new ProxiesCommand())
                .addSubcommand(new Layer7Command())
                .addSubcommand(new RoutesCommand())
                .addSubcommand(new ServicesCommand())
                .addSubcommand(new EndpointsCommand())
                .addSubcommand(new CertsCommand())
                .addSubcommand(new SnapshotsCommand())
                .addSubcommand(new ErrorsCommand())
                .addSubcommand(new LatencyCommand())
                .addSubcommand(new ExplainCommand())
                .addSubcommand(new ValidateCommand(jobs))
                .addSubcommand(new LintCommand(jobs))
                .addSubcommand(new ConvertCommand(environment))
                .addSubcommand(new HealthcheckCommand())
                .addSubcommand(new VersionCommand(build))
                .addSubcommand(new CompletionCommand());
        addHelp(commandLine);
        commandLine.getSubcommands().values().forEach(SluiceCommand::addHelp);
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(environment)));
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionExceptionHandler(SluiceCommand::onFailure);
        commandLine.setParameterExceptionHandler(SluiceCommand::onWrongUsage);
        return commandLine;
    }

    static void addHelp(CommandLine commandLine) {
        commandLine
                .getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help")
                        .build());
    }

    private static Ansi ansi(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() ? Ansi.AUTO : Ansi.OFF;
    }

    private static int onFailure(Exception failure, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        err.println("sluice: " + SafeText.oneLine(String.valueOf(failure.getMessage())));
        if (failure instanceof CommandException known) {
            err.println("        " + known.hint());
        } else {
            LoggerFactory.getLogger(SluiceCommand.class).debug("failed", failure);
            err.println("        run with SLUICE_LOG=debug for the stack trace");
        }
        err.flush();
        return FAILURE;
    }

    private static int onWrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine commandLine = wrong.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println("sluice: " + SafeText.oneLine(String.valueOf(wrong.getMessage())));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("        try '" + commandLine.getCommandSpec().qualifiedName() + " --help'");
        err.flush();
        return USAGE;
    }
}
