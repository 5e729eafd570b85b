// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.run.Hub;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import java.util.Optional;
import java.util.UUID;

/** A command that changes a project: it opens the journal itself, which no other process may hold meanwhile. */
abstract class OperatorAction extends Action {
    @Override
    boolean writesJournal() {
        return true;
    }

    /** Has it decided and written, and tells the outcome; the sentence is for people. */
    final int operate(Session session, Optional<String> named, OperatorCommand command, String id, String sentence) {
        ProjectId project;
        try (JournalReader reader = session.reader()) {
            project = session.project(reader, named);
        }
        CommandId commandId = new CommandId("cli:" + UUID.randomUUID());
        Reply reply;
        try (Hub hub = Hub.start(
                session.configuration().embedded(), session.configuration().journal())) {
            reply = hub.execute(project, commandId, session.operator(), command);
        }
        Reply.Accepted accepted = accepted(reply);
        String subject = accepted.subject().isEmpty() ? id : accepted.subject();
        if (session.output() == OutputFormat.text) {
            session.out().println(sentence);
        } else {
            Json.one(
                    session.out(),
                    session.output(),
                    Json.object()
                            .put("id", subject)
                            .put("project", project.value())
                            .put("revision", accepted.revision())
                            .put("command", commandId.value()));
        }
        return ExitCode.DONE;
    }

    /** @throws Failure when it is refused */
    static Reply.Accepted accepted(Reply reply) {
        return switch (reply) {
            case Reply.Accepted accepted -> accepted;
            case Reply.Rejected(Rejection rejection) -> throw new Failure(exitCode(rejection), rejection.sentence());
            case Reply.Undetermined unknown ->
                throw new Failure(
                        ExitCode.FAILED,
                        "it is unknown whether this took effect (%s): look with hubspoke status before you repeat it"
                                .formatted(unknown.reason()));
        };
    }

    private static int exitCode(Rejection rejection) {
        return rejection instanceof Rejection.NotPermitted
                        || rejection instanceof Rejection.AskerCannotDecide
                        || rejection instanceof Rejection.NotAnApprover
                ? ExitCode.NOT_ALLOWED
                : ExitCode.FAILED;
    }
}
