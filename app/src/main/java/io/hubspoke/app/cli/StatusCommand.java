// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.StatusText;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Show where a project stands, also while it runs.",
        footer = {"", "Examples:", "  hubspoke status", "  hubspoke status todo-service -o json"})
final class StatusCommand extends Action {
    @Mixin
    private Given.Project names = new Given.Project();

    @Override
    int run(Session session) {
        ProjectState state = session.state(names(names.given).project());
        if (session.output() == OutputFormat.text) {
            StatusText.print(
                    session.out(), state, session.surroundings().clock().instant());
            // The last process may have been killed, and the journal does not know that yet.
            if (Views.status(state).attached() > 0 && !session.inUse()) {
                session.out().printf("%nNo process works on it now: go on with hubspoke run PLAN%n");
            }
        } else {
            Json.one(session.out(), session.output(), Views.status(state));
        }
        return ExitCode.DONE;
    }
}
