// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import com.typesafe.config.Config;
import io.hubspoke.app.plan.Plan;
import io.hubspoke.app.report.ChangeLines;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.Workspace;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Creates or continues the project of a plan and works it off until nothing will move without a person. What was done
 * before stays done: the journal says where to go on, however the run before has ended.
 */
public final class PlanRun {
    /** Work is over, but letters are under way: they may still arrive in this time. */
    private static final Duration LETTERS_ARRIVE = Duration.ofSeconds(2);

    private static final long IDLE_MILLIS = 1_000;
    private static final long KEYS_MILLIS = 50;

    /**
     * What a run needs to know.
     *
     * @param scratch where agents keep task files and output
     * @param asking a person sits at the terminal and may be asked
     * @param flags what commands that go on from here need beside their arguments
     */
    public record Setting(
            Plan plan,
            Config config,
            Path journal,
            Path scratch,
            String operator,
            OutputFormat format,
            boolean asking,
            ZoneId zone,
            PrintStream out,
            PrintStream err,
            String planShown,
            String journalShown,
            String flags) {}

    private sealed interface Signal {}

    private record Happened(List<Recorded> events) implements Signal {}

    private record Interrupted() implements Signal {}

    private final Setting setting;
    private final Plan plan;
    private final Outcome.Names names;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private boolean interrupted;

    public PlanRun(Setting setting) {
        this.setting = setting;
        this.plan = setting.plan();
        this.names = new Outcome.Names(setting.planShown(), setting.journalShown(), setting.flags());
    }

    /** Ends the run soon, as if the person had pressed Ctrl-C; for any thread. */
    public void interrupt() {
        signals.add(new Interrupted());
    }

    /** Works it off and prints how it ended; returns the exit code. */
    public int run() {
        JournalFile journal = JournalFile.open(setting.journal());
        ChangeLines lines = new ChangeLines(setting.zone());
        Chronicle chronicle = null;
        Outcome outcome;
        try {
            chronicle = new Chronicle(setting.journal(), plan.project());
            Inherited inherited = new Inherited();
            chronicle.catchUp(recorded -> {
                lines.line(recorded);
                inherited.take(recorded);
            });
            PlanDiff diff = PlanDiff.of(plan, chronicle.state(), inherited);
            diff.notes().forEach(note -> setting.err().println("note: " + note));
            boolean over = diff.commands().isEmpty() && isOver(chronicle);
            if (over) setting.err().println("note: nothing new to do for " + plan.project());
            outcome = over ? ended(chronicle) : workedOff(journal, chronicle, diff, lines);
        } finally {
            if (chronicle != null) chronicle.close();
            journal.close();
        }
        tell(outcome);
        return outcome.exitCode();
    }

    /** Nothing is left to do and nobody is here to be asked. */
    private boolean isOver(Chronicle chronicle) {
        View.Status status = Views.status(chronicle.state());
        return status.settled() && (status.openGates() == 0 || !setting.asking());
    }

    private Outcome workedOff(JournalFile journal, Chronicle chronicle, PlanDiff diff, ChangeLines lines) {
        Function<Recorded, Optional<String>> shown = shown(lines);
        try (Board board = setting.asking()
                        ? new TerminalBoard(
                                setting.out(),
                                setting.err(),
                                shown,
                                setting.plan().directory())
                        : new PlainBoard(setting.out(), setting.err(), shown);
                Hub hub = Hub.start(setting.config(), journal)) {
            hub.unsigned().ifPresent(why -> setting.err().println("note: heads are not signed: " + why));
            hub.follow(plan.project(), events -> signals.add(new Happened(events)));
            diff.commands().forEach((id, command) -> execute(hub, id, command));
            hub.host(
                    diff.agents(),
                    new AgentContext(plan.project(), new Workspace(plan.directory(), setting.scratch())));
            chronicle.catchUp(board::change);
            follow(hub, board, chronicle);
        }
        chronicle.catchUp(recorded -> {});
        return ended(chronicle);
    }

    private Outcome ended(Chronicle chronicle) {
        return Outcome.of(chronicle.state(), interrupted, names);
    }

    private Function<Recorded, Optional<String>> shown(ChangeLines lines) {
        return switch (setting.format()) {
            case text -> lines::line;
            case json -> recorded -> Optional.empty();
            case jsonl -> recorded -> Optional.of(Json.event(recorded).toString());
        };
    }

    private void execute(Hub hub, CommandId id, OperatorCommand command) {
        switch (hub.execute(plan.project(), id, setting.operator(), command)) {
            case Reply.Accepted accepted -> {}
            case Reply.Rejected(var rejection) -> throw new Failure(ExitCode.FAILED, rejection.sentence());
            case Reply.Undetermined unknown ->
                throw new Failure(
                        ExitCode.FAILED,
                        "the journal does not answer (%s): mend that and run the plan again"
                                .formatted(unknown.reason()));
        }
    }

    /** Shows what happens until nothing will move without a person, and asks the person who is here. */
    private void follow(Hub hub, Board board, Chronicle chronicle) {
        Optional<Instant> settledSince = Optional.empty();
        while (!interrupted) {
            board.status(chronicle.state());
            Optional<View.Gate> gate = open(chronicle).filter(board::asks).findFirst();
            gate.flatMap(board::ask).ifPresent(decision -> decide(hub, board, decision));
            View.Status status = Views.status(chronicle.state());
            settledSince = status.settled() ? settledSince.or(() -> Optional.of(Instant.now())) : Optional.empty();
            boolean lettersArrived = status.lettersWaiting() == 0
                    || settledSince.filter(PlanRun::isLongAgo).isPresent();
            if (gate.isEmpty() && status.settled() && lettersArrived) return;
            next(chronicle, board, gate.isPresent() ? KEYS_MILLIS : IDLE_MILLIS);
        }
    }

    private static boolean isLongAgo(Instant settledSince) {
        return settledSince.plus(LETTERS_ARRIVE).isBefore(Instant.now());
    }

    private static Stream<View.Gate> open(Chronicle chronicle) {
        if (chronicle.state().gates().openCount() == 0) return Stream.empty();
        return ((View.Gates) Views.answer(chronicle.state(), new Query.Gates(true))).gates().stream();
    }

    private void decide(Hub hub, Board board, ResolveGate decision) {
        CommandId id = new CommandId("run:" + UUID.randomUUID());
        if (hub.execute(plan.project(), id, setting.operator(), decision) instanceof Reply.Rejected(var rejection)) {
            board.say(rejection.sentence());
        }
    }

    private void next(Chronicle chronicle, Board board, long waitMillis) {
        try {
            Signal signal = signals.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (signal == null) chronicle.catchUp(board::change);
            for (; signal != null; signal = signals.poll()) {
                switch (signal) {
                    case Happened happened -> chronicle.take(happened.events(), board::change);
                    case Interrupted stop -> interrupted = true;
                }
            }
        } catch (InterruptedException stop) {
            interrupted = true;
        }
    }

    private void tell(Outcome outcome) {
        if (setting.format() == OutputFormat.text) setting.out().println(outcome.summary());
        else Json.one(setting.out(), setting.format(), outcome.json());
        setting.out().flush();
        outcome.mends().forEach(setting.err()::println);
    }
}
