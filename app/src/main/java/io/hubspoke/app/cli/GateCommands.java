// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.Details;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.Table;
import io.hubspoke.app.report.Words;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.View;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "gate",
        description = "Look at what only a person decides, and decide it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  hubspoke gate list", "  hubspoke gate approve g-2 -m 'looks right'"})
final class GateCommands extends Action.Group {

    @Command(
            name = "list",
            description = "List the open gates, or all.",
            footer = {"", "Examples:", "  hubspoke gate list", "  hubspoke gate list --all -o jsonl"})
    static final class ListGates extends Action {
        @Mixin
        private Given.Project names = new Given.Project();

        @Option(names = "--all", description = "Closed ones too.")
        private boolean all;

        @Override
        int run(Session session) {
            ProjectState state = session.state(names(names.given).project());
            List<View.Gate> gates = ((View.Gates) Views.answer(state, new Query.Gates(!all))).gates();
            if (session.output() != OutputFormat.text) {
                Json.list(session.out(), session.output(), gates);
                return ExitCode.DONE;
            }
            Instant now = session.surroundings().clock().instant();
            Table table = new Table("GATE", "STATUS", "SEVERITY", "AGE", "ABOUT", "WHO MAY DECIDE", "QUESTION");
            for (View.Gate gate : gates) {
                table.row(
                        gate.id(),
                        Words.word(gate.status()),
                        Words.word(gate.severity()),
                        Words.age(gate.openedAt(), now),
                        gate.task()
                                .map(Object::toString)
                                .or(() -> gate.agent().map(Object::toString))
                                .orElse("-"),
                        gate.question().approvers().isEmpty()
                                ? "anybody"
                                : String.join(", ", gate.question().approvers()),
                        Words.line(gate.question().reason(), 60));
            }
            table.print(session.out(), "");
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "show",
            description = "Show one gate: the question, its context, and the decision.",
            footer = {"", "Examples:", "  hubspoke gate show g-2", "  hubspoke gate show todo-service g-2 -o json"})
    static final class Show extends Action {
        @Mixin
        private Given.Gate names = new Given.Gate();

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "GATE");
            View view = Views.answer(session.state(given.project()), new Query.Gate(GateId.of(given.name())));
            if (view instanceof View.Absent(String sentence)) throw new Failure(ExitCode.FAILED, sentence);
            if (session.output() == OutputFormat.text) {
                Details.gate(
                        session.out(),
                        (View.Gate) view,
                        session.surroundings().clock().instant());
            } else {
                Json.one(session.out(), session.output(), view);
            }
            return ExitCode.DONE;
        }
    }

    /** What the four ways to decide have in common. */
    abstract static class Resolve extends OperatorAction {
        @Mixin
        private Given.Gate names = new Given.Gate();

        @Option(
                names = {"-m", "--comment"},
                paramLabel = "TEXT",
                description = "Why; it stays in the journal.")
        private String comment = "";

        @Option(names = "--option", paramLabel = "OPTION", description = "One of the gate's options.")
        private String option = "";

        final int resolve(Session session, Decision decision, String text, String words) {
            ProjectAndNames given = names(names.given, "GATE");
            GateId gate = GateId.of(given.name());
            return operate(
                    session,
                    given.project(),
                    new ResolveGate(gate, decision, option, comment, text),
                    given.name(),
                    "gate %s is %s by %s".formatted(gate, words, session.operator()));
        }
    }

    @Command(
            name = "approve",
            description = "Go on as proposed.",
            footer = {
                "",
                "Examples:",
                "  hubspoke gate approve g-2",
                "  hubspoke gate approve todo-service g-2 -m 'looks right'"
            })
    static final class Approve extends Resolve {
        @Override
        int run(Session session) {
            return resolve(session, Decision.APPROVE, "", "approved");
        }
    }

    @Command(
            name = "reject",
            description = "Do not go on.",
            footer = {"", "Examples:", "  hubspoke gate reject g-2 -m 'the tests are missing'"})
    static final class Reject extends Resolve {
        @Override
        int run(Session session) {
            return resolve(session, Decision.REJECT, "", "rejected");
        }
    }

    @Command(
            name = "respond",
            description = "Answer in words; the asker decides what it means.",
            footer = {
                "",
                "Examples:",
                "  hubspoke gate respond g-2 --text 'use the second variant'",
                "  hubspoke gate respond g-2 --text @answer.md"
            })
    static final class Respond extends Resolve {
        @Option(names = "--text", paramLabel = "TEXT", description = "The answer; @FILE reads a file, - what comes in.")
        private String text = "";

        @Override
        int run(Session session) {
            return resolve(session, Decision.RESPOND, session.text(text), "answered");
        }
    }

    @Command(
            name = "edit",
            description = "Go on with the changed text.",
            footer = {"", "Examples:", "  hubspoke gate edit g-2 --text @changed.md"})
    static final class Edit extends Resolve {
        @Option(
                names = "--text",
                paramLabel = "TEXT",
                required = true,
                description = "The changed text; @FILE reads a file, - what comes in.")
        private String text = "";

        @Override
        int run(Session session) {
            return resolve(session, Decision.EDIT, session.text(text), "approved with a change");
        }
    }
}
