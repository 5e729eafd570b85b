// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import static io.hubspoke.testkit.contract.Witness.began;
import static io.hubspoke.testkit.contract.Witness.journaled;
import static io.hubspoke.testkit.contract.Witness.received;
import static io.hubspoke.testkit.contract.Witness.sent;

import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.CancelTask;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.ToOrchestrator.ExecuteAsAgent;
import io.hubspoke.protocol.wire.WireMessage;
import io.hubspoke.testkit.contract.Moment.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** Leases that are lost, processes that are killed, results that nobody wants, and output without end. */
final class LossChecks {
    private static final Duration A_WHILE = Duration.ofMillis(200);
    private static final Duration SHORT_LEASE = Duration.ofMillis(300);
    private static final Duration SHORT_LIMIT = Duration.ofSeconds(1);
    private static final long GROWTH_BYTES_MAX = 64 * 1024 * 1024;
    private static final long LOG_SLACK_BYTES = 64 * 1024;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private LossChecks() {}

    /** The line breaks before the result arrives; meanwhile the lease runs out and the task is given again. */
    static void comesTooLate(Witness witness) throws InterruptedException {
        witness.mustAttach();
        AtomicBoolean over = new AtomicBoolean();
        witness.stage.wire.bend(message -> cutOff(message, over));
        TaskId task = witness.stage.give(witness.stage.agent.task(), Stage.LIMITS.withLease(SHORT_LEASE));
        witness.workEnded(task, 0, "its task was given to it");
        Moment lost = witness.await(
                        0,
                        journaled(event -> event instanceof Event.LeaseExpired expired
                                && expired.task().equals(task)))
                .orElseThrow(() -> witness.breach("the lease did not end %s without a heartbeat", witness.patience()));
        long stale = ((Event.LeaseExpired) Witness.event(lost)).epoch();
        witness.await(0, sent(command -> isOutcome(command, task, stale)));
        int from = witness.timeline.now();
        witness.stage.wire.straight();
        witness.completed(
                task,
                from,
                "after its lease had run out and its result was refused, when the task was given to it again");
        Optional<Moment> refused = witness.await(
                from,
                received(
                        ToAgent.Answered.class,
                        answer -> answer.reply() instanceof Reply.Rejected(Rejection.StaleLease why)
                                && why.epoch() == stale));
        // What its host does about the refusal comes before the work on a task that is given to it after that.
        int before = witness.timeline.now();
        witness.completed(
                witness.stage.give(witness.stage.agent.task()),
                before,
                "after a result under a lost lease was refused");
        Predicate<Moment> again = sent(command -> isOutcome(command, task, stale));
        if (refused.isPresent() && insists(witness, refused.get(), again)) {
            throw witness.breach(
                    "the result under the stale epoch %d was refused, and was handed in again: a refusal is final",
                    stale);
        }
    }

    /** A command that is repeated because its answer may be lost keeps its number, and ends soon after the answer. */
    private static boolean insists(Witness witness, Moment refusal, Predicate<Moment> again)
            throws InterruptedException {
        long refused = ((ToAgent.Answered) ((Moment.Received) refusal).message()).number();
        List<Moment> all = witness.timeline.since(0);
        boolean anew = all.subList(all.indexOf(refusal), all.size()).stream()
                .filter(again)
                .anyMatch(moment -> ((ExecuteAsAgent) ((Moment.Sent) moment).message()).number() != refused);
        return anew || witness.timeline.await(all.size(), A_WHILE, again).isPresent();
    }

    private static boolean isOutcome(AgentCommand command, TaskId task, long epoch) {
        return switch (command) {
            case CompleteTask done -> done.task().equals(task) && done.epoch() == epoch;
            case FailTask failed -> failed.task().equals(task) && failed.epoch() == epoch;
            default -> false;
        };
    }

    /** From the outcome on nothing passes; that and what follows it in both directions comes when the line is back. */
    private static Wire.Fate cutOff(WireMessage message, AtomicBoolean over) {
        if (message instanceof ExecuteAsAgent command && isEnd(command.command())) over.set(true);
        if (!over.get()) return Wire.PASS;
        return message instanceof ToOrchestrator.Heartbeat ? Wire.LOSE : Wire.HOLD;
    }

    static void isRefusedAsTooLarge(Witness witness) throws InterruptedException {
        witness.mustAttach();
        Rejection tooLarge = new Rejection.TooLarge("the result", 1_000_000, 10);
        witness.stage.wire.bend(
                message -> message instanceof ExecuteAsAgent command && command.command() instanceof CompleteTask
                        ? new Wire.Fate.Refuse(tooLarge)
                        : Wire.PASS);
        TaskId task = witness.stage.give(witness.stage.agent.task());
        witness.must(
                0,
                journaled(event -> event instanceof Event.TaskAttemptFailed failed
                        && failed.task().equals(task)),
                () -> witness.breach(
                        "the hub refused its result as too large, and the attempt was not given up %s: "
                                + "a refusal is final, so fail the task with the hub's sentence",
                        witness.patience()));
        witness.stage.wire.straight();
        witness.completed(
                witness.stage.give(witness.stage.agent.task()), 0, "after a result that was refused as too large");
    }

    static void staysWithinBounds(Witness witness) throws InterruptedException, IOException {
        TaskSpec sample = witness.stage
                .agent
                .loudTask()
                .orElseGet(() -> Assumptions.abort(
                        "the agent has no task with too much output: declare one by withLoudTask(…)"));
        witness.mustAttach();
        long before = usedBytes();
        TaskId task = witness.stage.give(sample);
        long end = System.nanoTime() + witness.patience.multipliedBy(6).toNanos();
        long most = 0;
        while (!isOver(witness, task)) {
            most = Math.max(most, usedBytes() - before);
            if (System.nanoTime() > end) {
                throw witness.breach(
                        "its loud task has neither succeeded nor failed within %d s: end it, or give it a time limit",
                        witness.patience.multipliedBy(6).toSeconds());
            }
        }
        most = Math.max(most, usedBytes() - before);
        if (most > GROWTH_BYTES_MAX) {
            throw witness.breach(
                    "its loud task took %d MiB of memory: pass on large output as a file, and keep only its end",
                    most >> 20);
        }
        for (Path log : witness.stage.logs()) {
            long limit = witness.stage.agent.settings().number("output-limit", 1024 * 1024) + LOG_SLACK_BYTES;
            if (Files.size(log) > limit) {
                throw witness.breach("its log holds %d bytes, %d are the limit", Files.size(log), limit);
            }
        }
        int from = witness.timeline.now();
        witness.completed(witness.stage.give(witness.stage.agent.task()), from, "after a task with too much output");
    }

    private static boolean isOver(Witness witness, TaskId task) throws InterruptedException {
        return witness.timeline
                .await(0, LOOK_AGAIN, journaled(event -> switch (event) {
                    case Event.TaskCompleted done -> done.task().equals(task);
                    case Event.TaskAttemptFailed failed -> failed.task().equals(task);
                    default -> false;
                }))
                .isPresent();
    }

    /** What is really in use: garbage is taken away first. */
    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    static void survivesACrash(Witness witness) throws InterruptedException {
        witness.mustAttach();
        Optional<TaskSpec> longTask = witness.stage.agent.longTask();
        if (longTask.isEmpty()) {
            hostDiesBeforeTheResultArrives(witness);
            return;
        }
        TaskId task = witness.stage.giveUndecided(longTask.get());
        AgentCommand word = witness.underWay(task, 0);
        List<ProcessHandle> processes = witness.stage.processes.commands();
        int from = witness.timeline.now();
        String what;
        if (processes.isEmpty()) {
            what = "after its host had died in the middle of its work";
            witness.stage.killHost();
            witness.stage.startHost();
            if (Witness.isEscalation(word)) {
                witness.stage.decide(task);
                witness.completed(task, from, what);
                return;
            }
        } else {
            what = "after its processes had been killed in the middle of its work";
            // The oldest first, so that no shell goes on because its child is gone.
            processes.forEach(ProcessHandle::destroyForcibly);
        }
        worksAgain(witness, task, from, what);
    }

    private static void worksAgain(Witness witness, TaskId task, int from, String what) throws InterruptedException {
        Moment began = witness.await(
                        from,
                        began(
                                Call.Work.class,
                                work -> work.assignment().task().id().equals(task)))
                .orElseThrow(() -> witness.breach(
                        "%s, no next attempt began %s: a command whose processes are gone must end",
                        what, witness.patience()));
        Letter.Assignment next = ((Call.Work) ((Moment.Began) began).call()).assignment();
        if (next.epoch() < 2) throw witness.breach("%s, the next attempt was not told that there was one before", what);
        int begun = witness.timeline.since(0).indexOf(began);
        Moment word = witness.await(begun, Witness::isWord)
                .orElseThrow(() -> witness.breach("%s, the next attempt said nothing %s", what, witness.patience()));
        if (((ExecuteAsAgent) ((Moment.Sent) word).message()).command() instanceof FailTask failed) {
            throw witness.breach(
                    "%s, the next attempt failed: %s; count on finding what an attempt that was killed has left",
                    what, failed.reason());
        }
    }

    private static void hostDiesBeforeTheResultArrives(Witness witness) throws InterruptedException {
        witness.stage.wire.bend(message ->
                message instanceof ExecuteAsAgent command && isEnd(command.command()) ? Wire.LOSE : Wire.PASS);
        TaskId task = witness.stage.give(witness.stage.agent.task());
        witness.must(
                0, sent(LossChecks::isEnd), () -> witness.breach("it did not end its task %s", witness.patience()));
        int from = witness.timeline.now();
        witness.stage.killHost();
        witness.stage.wire.straight();
        witness.stage.startHost();
        witness.completed(task, from, "after its host had died before the result was handed in");
    }

    private static boolean isEnd(AgentCommand command) {
        return command instanceof CompleteTask || command instanceof FailTask;
    }

    static void keepsItsTimeLimit(Witness witness) throws InterruptedException {
        TaskSpec sample = HoldChecks.longTask(witness);
        if (!witness.stage.problems().isEmpty()) {
            Assumptions.abort("agents of this kind have no time limit: "
                    + witness.stage.problems().getFirst());
        }
        witness.mustAttach();
        witness.stage.processes.watch();
        long begin = System.nanoTime();
        TaskId task = witness.stage.giveUndecided(sample);
        Moment failed = witness.timeline
                .await(
                        0,
                        witness.patience.plus(SHORT_LIMIT),
                        journaled(event -> event instanceof Event.TaskAttemptFailed late
                                && late.task().equals(task)))
                .orElseThrow(() -> witness.breach(
                        "its time limit of %d s has passed, and its attempt has not failed %s: end the work then",
                        SHORT_LIMIT.toSeconds(), witness.patience()));
        if (System.nanoTime() - begin < SHORT_LIMIT.toNanos()) {
            throw witness.breach(
                    "the long task failed before its time limit: %s",
                    ((Event.TaskAttemptFailed) Witness.event(failed)).reason());
        }
        // The next attempt has begun meanwhile, and will be ended as well.
        witness.stage.execute(new CancelTask(task, "it was only to see the limit"));
        witness.processesGone(Set.of(), "its time limit had passed");
    }

    /** The agent with a short limit of time. */
    static AgentUnderTest limited(AgentUnderTest agent) {
        return agent.withSetting("time-limit", SHORT_LIMIT.toString());
    }
}
