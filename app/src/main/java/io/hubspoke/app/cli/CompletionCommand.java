// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash and zsh.",
        footer = {
            "",
            "Examples:",
            "  source <(hubspoke completion)",
            "  hubspoke completion > /etc/bash_completion.d/hubspoke"
        })
final class CompletionCommand extends Action {
    @Override
    int run(Session session) {
        session.out().println(AutoComplete.bash("hubspoke", Cli.whole(session.surroundings())));
        return ExitCode.DONE;
    }
}
