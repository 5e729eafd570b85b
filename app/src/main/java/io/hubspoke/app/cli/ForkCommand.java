// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.Words;
import io.hubspoke.app.run.Signing;
import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.proof.Fork;
import io.hubspoke.orchestrator.proof.Import;
import io.hubspoke.orchestrator.proof.Notary;
import io.hubspoke.orchestrator.proof.SigningKey;
import io.hubspoke.orchestrator.proof.SqliteEvidence;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fork",
        description = {
            "Make a new project whose history is that of another one up to some point, to run it differently from"
                    + " there.",
            "The history is verified first and copied as it stands; the project that is forked stays untouched."
                    + " What was done is not done again; what was under way begins anew. Who forks comes from"
                    + " HUBSPOKE_OPERATOR or your login name, for --as says the name of the fork."
        },
        footer = {
            "",
            "Examples:",
            "  hubspoke fork todo-service --as todo-again",
            "  hubspoke fork todo-service --at 17 --as todo-b",
            "  hubspoke run plan-b.yaml --project todo-b"
        })
final class ForkCommand extends Action {
    private static final String NAME = "--as";

    @Parameters(
            arity = "0..*",
            paramLabel = "[PROJECT]",
            hideParamSyntax = true,
            description = "The project to fork. May be left out when the journal has exactly one.")
    private @Nullable List<String> names;

    @Option(
            names = "--at",
            paramLabel = "PLACE",
            description = "The last revision to take over, a time, or how long ago, such as 10m. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String at = "last";

    /** With other commands {@code --as} says who you are; here it names the fork. */
    static void nameInsteadOfOperator(CommandSpec spec) {
        OptionSpec operator = spec.findOption(NAME);
        spec.remove(operator);
        spec.addOption(OptionSpec.builder(NAME)
                .paramLabel("NEW")
                .description("The name of the new project.")
                .type(String.class)
                .required(true)
                .order(operator.order())
                .build());
    }

    @Override
    boolean writesJournal() {
        return true;
    }

    @Override
    int run(Session session) {
        ProjectId as = ProjectId.of(spec().findOption(NAME).getValue());
        Place place = Place.of(at, session.surroundings().clock());
        session.reader().close();
        Fork.Wanted wanted;
        Fork.Forked forked;
        try (JournalFile journal = JournalFile.open(session.configuration().journal())) {
            try (JournalReader reader = session.reader();
                    SqliteEvidence evidence = SqliteEvidence.open(journal.path())) {
                wanted = wanted(session, reader, place, as);
                forked = Fork.of(
                        evidence,
                        wanted,
                        journal,
                        session.surroundings().clock().instant());
            } catch (Import.NotVerified refused) {
                throw new Failure(ExitCode.VERIFICATION_FAILED, "nothing was forked: " + refused.getMessage(), refused);
            }
            sign(session, journal, as, forked.head());
        }
        tell(session, wanted, forked);
        return ExitCode.DONE;
    }

    private Fork.Wanted wanted(Session session, JournalReader reader, Place place, ProjectId as) {
        ProjectId source = session.project(reader, names(names).project());
        if (source.equals(as))
            throw new Failure(ExitCode.USAGE, "a fork of %s needs another name than %s".formatted(source, as));
        long revision = place.existing(Timeline.of(reader, source));
        if (revision == 0)
            throw new Failure(
                    ExitCode.FAILED, "project %s has no event there yet: choose a later place".formatted(source));
        return new Fork.Wanted(source, revision, as, new Principal.Operator(session.operator()));
    }

    /** The fork stands; without a signature it has less proof, as after any run that could not sign. */
    private static void sign(Session session, JournalFile journal, ProjectId project, Head head) {
        Path key = Signing.keyFile(
                session.configuration().embedded().getString("hubspoke.signing.key-file"),
                session.surroundings().environment());
        try {
            new Notary(
                            journal.path(),
                            SigningKey.at(key),
                            1,
                            session.surroundings().clock())
                    .sign(Map.of(project, head), true);
        } catch (JournalException unsigned) {
            session.err().println("note: the head is not signed: " + unsigned.getMessage());
        }
    }

    private static void tell(Session session, Fork.Wanted wanted, Fork.Forked forked) {
        View.Status status = Views.status(forked.state());
        long unfinished = forked.state().tasks().inOrder().stream()
                .filter(task -> !task.status().finished())
                .count();
        if (session.output() == OutputFormat.text) {
            session.out()
                    .println("%s: forked from %s at revision %d, the end of commit %d; %s to go, %s"
                            .formatted(
                                    wanted.as(),
                                    wanted.source(),
                                    forked.source().revision(),
                                    forked.source().number(),
                                    Words.count(unfinished, "task"),
                                    Words.count(status.openGates(), "open gate")));
            session.out().println("go on with: hubspoke run PLAN --project " + wanted.as() + session.flags());
            return;
        }
        Json.one(
                session.out(),
                session.output(),
                Json.object()
                        .put("id", wanted.as().value())
                        .put("source", wanted.source().value())
                        .put("commit", forked.source().number())
                        .put("at", forked.source().revision())
                        .put("hash", forked.source().hash())
                        .put("revision", forked.head().revision())
                        .put("unfinished", unfinished)
                        .put("openGates", status.openGates()));
    }
}
