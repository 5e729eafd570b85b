// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.app.cli.Hubspoke.Version;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.run.Signing;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.proof.Evidence;
import io.hubspoke.orchestrator.proof.ExportFile;
import io.hubspoke.orchestrator.proof.SignedHead;
import io.hubspoke.orchestrator.proof.SigningKey;
import io.hubspoke.orchestrator.proof.SqliteEvidence;
import io.hubspoke.orchestrator.proof.Trust;
import io.hubspoke.orchestrator.proof.Verdict;
import io.hubspoke.orchestrator.proof.Verification;
import io.hubspoke.protocol.ProjectId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proof that a journal is what was written, for who keeps it and for who doubts it. */
final class ProofCommands {
    private ProofCommands() {}

    /** The journal of the session, or the export that stands in its place. */
    static Evidence evidence(Session session) {
        Path file = session.configuration().journal();
        if (ExportFile.isExport(file)) return ExportFile.open(file);
        session.reader().close();
        return SqliteEvidence.open(file);
    }

    private static ProjectId project(Session session, List<ProjectId> projects, Optional<String> named) {
        String journal = session.shown(session.configuration().journal());
        String listed = projects.stream().map(ProjectId::value).collect(Collectors.joining(", "));
        if (named.isEmpty() && projects.size() == 1) return projects.getFirst();
        if (named.isEmpty())
            throw new Failure(ExitCode.USAGE, "name one of the projects of %s: %s".formatted(journal, listed));
        ProjectId project = ProjectId.of(named.get());
        if (projects.contains(project)) return project;
        throw new Failure(
                ExitCode.FAILED, "there is no project %s in %s: it holds %s".formatted(project, journal, listed));
    }

    /** What the person who verifies knows from elsewhere. */
    static final class Known {
        @Option(
                names = "--head",
                paramLabel = "FILE",
                description = "Signed heads that were kept elsewhere, a line each: the journal must go on from them.")
        private @Nullable Path heads;

        @Option(
                names = "--key",
                paramLabel = "PUBLIC",
                description = "Trust only heads signed with this key, 64 hexadecimal digits. May be repeated.")
        private List<String> keys = new ArrayList<>();

        Trust trust(Session session) {
            for (String key : keys) {
                if (!key.matches("[0-9a-f]{64}"))
                    throw new Failure(
                            ExitCode.USAGE,
                            "'%s' is no public key: copy it from hubspoke journal head -o json".formatted(key));
            }
            return new Trust(heads == null ? List.of() : read(session, heads), Set.copyOf(keys));
        }

        private static List<SignedHead> read(Session session, Path file) {
            try {
                List<SignedHead> heads = Files.readAllLines(
                                session.surroundings().directory().resolve(file))
                        .stream()
                        .filter(line -> !line.isBlank())
                        .map(SignedHead::of)
                        .toList();
                if (heads.isEmpty()) throw new Failure(ExitCode.USAGE, "%s holds no signed head".formatted(file));
                return heads;
            } catch (IOException unreadable) {
                throw new Failure(
                        ExitCode.USAGE, "%s cannot be read: check the name and its permissions".formatted(file));
            }
        }
    }

    @Command(
            name = "verify",
            description = {
                "Prove that nothing was changed: hashes, order, signatures, snapshots, and every rule at every commit.",
                "Ends with exit code 5 at the first commit that is wrong. Whole projects and last commits that are gone"
                        + " show only against --head."
            },
            footer = {
                "",
                "Examples:",
                "  hubspoke journal verify",
                "  hubspoke journal verify todo-service --head head.txt --key 3d4017c3e843895a92b70aa74d1b7ebc..."
            })
    static final class Verify extends Action {
        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT]",
                hideParamSyntax = true,
                description = "Only this project. Default: all of the journal.")
        private @Nullable List<String> names;

        @Mixin
        private Known known = new Known();

        @Override
        int run(Session session) {
            Trust trust = known.trust(session);
            List<Verdict> verdicts = new ArrayList<>();
            try (Evidence evidence = evidence(session)) {
                Optional<String> named = names(names).project();
                List<ProjectId> projects = named.isPresent()
                        ? List.of(project(session, evidence.projects(), named))
                        : withHeads(evidence.projects(), trust);
                for (ProjectId project : projects) {
                    Verdict verdict = Verification.of(evidence, project, trust);
                    verdicts.add(verdict);
                    if (session.output() == OutputFormat.text) tell(session, verdict);
                    if (session.output() == OutputFormat.jsonl)
                        Json.one(session.out(), OutputFormat.jsonl, json(verdict));
                }
            }
            if (session.output() == OutputFormat.json) {
                Json.list(
                        session.out(),
                        OutputFormat.json,
                        verdicts.stream().map(ProofCommands::json).toList());
            }
            return verdicts.stream().allMatch(Verdict::holds) ? ExitCode.DONE : ExitCode.VERIFICATION_FAILED;
        }

        /** A project of which only a head was kept is looked for as well. */
        private static List<ProjectId> withHeads(List<ProjectId> stored, Trust trust) {
            Set<ProjectId> all = new java.util.TreeSet<>(stored);
            trust.heads().forEach(head -> all.add(head.project()));
            return List.copyOf(all);
        }

        private static void tell(Session session, Verdict verdict) {
            verdict.finding()
                    .ifPresentOrElse(
                            finding -> session.out()
                                    .println("%s: not verified: %s".formatted(verdict.project(), finding.sentence())),
                            () -> session.out()
                                    .println("%s: verified, %d commits with %d events, hash %s, %s"
                                            .formatted(
                                                    verdict.project(),
                                                    verdict.head().number(),
                                                    verdict.head().revision(),
                                                    verdict.head().hash(),
                                                    signed(verdict))));
        }

        private static String signed(Verdict verdict) {
            long unsigned = verdict.head().number() - verdict.signedUpTo();
            if (verdict.heads() == 0) return "no signed heads";
            if (unsigned == 0) return "signed up to the end";
            return "signed but for the last %d commits".formatted(unsigned);
        }
    }

    private static ObjectNode json(Verdict verdict) {
        ObjectNode json = Json.object()
                .put("project", verdict.project().value())
                .put("verified", verdict.holds())
                .put("commits", verdict.head().number())
                .put("revision", verdict.head().revision())
                .put("hash", verdict.head().hash())
                .put("state", verdict.state())
                .put("snapshots", verdict.snapshots())
                .put("heads", verdict.heads())
                .put("signedUpTo", verdict.signedUpTo());
        verdict.finding()
                .ifPresent(finding -> json.putObject("finding")
                        .put("commit", finding.commit())
                        .put("sentence", finding.sentence()));
        return json;
    }

    @Command(
            name = "head",
            description = {
                "Print the last signed head of a project, one line to be kept elsewhere: by mail, on paper, in another"
                        + " repository.",
                "Against it hubspoke journal verify --head shows what was removed or replaced."
            },
            footer = {"", "Examples:", "  hubspoke journal head > head.txt", "  hubspoke journal head --sign"})
    static final class HeadOf extends Action {
        @Mixin
        private Given.Project names = new Given.Project();

        @Option(names = "--sign", description = "Sign where the journal ends now, after reading all of it.")
        private boolean sign;

        @Override
        int run(Session session) {
            SignedHead head;
            try (Evidence evidence = evidence(session);
                    CommitSource source = session.source()) {
                ProjectId project =
                        project(session, evidence.projects(), names(names.given).project());
                head = sign ? signed(session, evidence, project) : stored(session, evidence, source, project);
            }
            if (session.output() == OutputFormat.text) session.out().println(head.line());
            else
                Json.one(
                        session.out(),
                        session.output(),
                        Json.object()
                                .put("project", head.project().value())
                                .put("number", head.number())
                                .put("revision", head.revision())
                                .put("hash", head.hash())
                                .put("at", head.at().toString())
                                .put("key", head.key())
                                .put("signature", head.signature())
                                .put("line", head.line()));
            return ExitCode.DONE;
        }

        private static SignedHead stored(Session session, Evidence evidence, CommitSource source, ProjectId project) {
            List<SignedHead> heads = evidence.heads(project);
            if (heads.isEmpty()) {
                throw new Failure(
                        ExitCode.FAILED, "project %s has no signed head yet: sign one with --sign".formatted(project));
            }
            long newer = source.lastNumber(project) - heads.getLast().number();
            if (newer > 0)
                session.err().println("note: %d newer commits are not signed yet; --sign signs them".formatted(newer));
            return heads.getLast();
        }

        /** Only what verifies is signed. */
        private static SignedHead signed(Session session, Evidence evidence, ProjectId project) {
            Verdict verdict = Verification.of(evidence, project, Trust.NOTHING);
            verdict.finding().ifPresent(finding -> {
                throw new Failure(ExitCode.VERIFICATION_FAILED, "this is not signed: " + finding.sentence());
            });
            Path key = Signing.keyFile(
                    session.configuration().embedded().getString("hubspoke.signing.key-file"),
                    session.surroundings().environment());
            return SigningKey.at(key)
                    .sign(
                            project,
                            verdict.head(),
                            session.surroundings().clock().instant());
        }
    }

    @Command(
            name = "export",
            description = "Write the history of a project as one file of JSON lines, each commit as it is stored.",
            footer = {"", "Examples:", "  hubspoke journal export todo-service > todo-service.jsonl"})
    static final class Export extends Action {
        @Mixin
        private Given.Project names = new Given.Project();

        private static final int BUFFER_BYTES = 64 * 1024;

        @Override
        int run(Session session) throws IOException {
            try (Evidence evidence = evidence(session);
                    CommitSource source = session.source()) {
                OutputStream out = new BufferedOutputStream(session.out(), BUFFER_BYTES);
                ProjectId project =
                        project(session, source.projects(), names(names.given).project());
                ExportFile.write(source, project, evidence.heads(project), "hubspoke " + Version.number(), out);
                out.flush();
                return session.out().checkError() ? ExitCode.FAILED : ExitCode.DONE;
            }
        }
    }

    @Command(
            name = "import",
            description = {
                "Bring an exported history into the journal, with its signed heads.",
                "It is verified first; what does not verify changes nothing and ends with exit code 5."
            },
            footer = {"", "Examples:", "  hubspoke journal import todo-service.jsonl --head head.txt"})
    static final class Import extends Action {
        @Parameters(paramLabel = "FILE", description = "What hubspoke journal export has written.")
        private Path file = Path.of("");

        @Mixin
        private Known known = new Known();

        @Override
        boolean writesJournal() {
            return true;
        }

        @Override
        int run(Session session) {
            Trust trust = known.trust(session);
            Verdict verdict;
            try (ExportFile export =
                            ExportFile.open(session.surroundings().directory().resolve(file));
                    JournalFile journal =
                            JournalFile.open(session.configuration().journal())) {
                verdict = io.hubspoke.orchestrator.proof.Import.of(export, journal, trust);
            } catch (io.hubspoke.orchestrator.proof.Import.NotVerified refused) {
                throw new Failure(
                        ExitCode.VERIFICATION_FAILED,
                        "%s was not imported: %s".formatted(file, refused.getMessage()),
                        refused);
            }
            if (session.output() == OutputFormat.text)
                session.out()
                        .println("%s: imported, %d commits with %d events"
                                .formatted(
                                        verdict.project(),
                                        verdict.head().number(),
                                        verdict.head().revision()));
            else Json.one(session.out(), session.output(), json(verdict));
            return ExitCode.DONE;
        }
    }
}
