// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.SendMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "message",
        description = "Write to agents.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  hubspoke message send backend-1 --text 'the port is 8081 now'"})
final class MessageCommands extends Action.Group {

    @Command(
            name = "send",
            description = "Put a message into the mailbox of an agent; it is delivered when the agent runs.",
            footer = {
                "",
                "Examples:",
                "  hubspoke message send backend-1 --text 'the port is 8081 now'",
                "  hubspoke message send todo-service backend-1 --type hint --text @hint.md"
            })
    static final class Send extends OperatorAction {
        @Mixin
        private Given.Agent names = new Given.Agent();

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "What sort of message it is. Default: ${DEFAULT-VALUE}.")
        private String type = "note";

        @Option(
                names = "--text",
                paramLabel = "TEXT",
                required = true,
                description = "The message; @FILE reads a file, - what comes in.")
        private String text = "";

        @Option(names = "--correlation", paramLabel = "ID", description = "What it belongs to.")
        private @Nullable String correlation;

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "AGENT");
            SendMessage message = new SendMessage(
                    AgentId.of(given.name()), type, session.text(text), Optional.ofNullable(correlation));
            return operate(
                    session,
                    given.project(),
                    message,
                    given.name(),
                    "the message is in the mailbox of " + given.name());
        }
    }
}
