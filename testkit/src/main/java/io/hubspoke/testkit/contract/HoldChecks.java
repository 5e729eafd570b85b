// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import static io.hubspoke.testkit.contract.Witness.began;
import static io.hubspoke.testkit.contract.Witness.ended;
import static io.hubspoke.testkit.contract.Witness.journaled;
import static io.hubspoke.testkit.contract.Witness.received;

import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.CancelTask;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResumeAgent;
import io.hubspoke.protocol.Command.StopAgent;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.testkit.contract.Moment.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** An agent that is told to hold still, to end, or to give up what it does. */
final class HoldChecks {
    private static final Duration A_WHILE = Duration.ofMillis(300);
    /** A busy machine is taken for an agent that holds still when this is short. */
    private static final Duration STILL = Duration.ofMillis(700);

    private HoldChecks() {}

    static TaskSpec longTask(Witness witness) {
        return witness.stage
                .agent
                .longTask()
                .orElseGet(() -> Assumptions.abort("the agent has no task that lasts: declare one by withLongTask(…)"));
    }

    static void idleWhilePaused(Witness witness) throws InterruptedException {
        witness.mustAttach();
        TaskSpec sample = witness.stage.agent.task();
        witness.completed(witness.stage.give(sample), 0, "from a fresh start");
        pause(witness);
        int from = witness.timeline.now();
        TaskId task = witness.stage.give(sample);
        Predicate<Moment> noise =
                began(Call.Work.class, any -> true).or(Witness::isWord).or(began(Call.Message.class, any -> true));
        Optional<Moment> heard = witness.timeline.await(from, A_WHILE, noise);
        if (heard.isPresent()) {
            throw witness.breach(
                    "while it was paused and had no work, it did %s: what an agent does ends with the call it is "
                            + "asked to do it in",
                    heard.get());
        }
        int resumed = witness.timeline.now();
        witness.stage.execute(new ResumeAgent(Stage.AGENT));
        witness.completed(task, resumed, "after a pause");
    }

    private static void pause(Witness witness) throws InterruptedException {
        int from = witness.timeline.now();
        witness.stage.execute(new PauseAgent(Stage.AGENT, "to see whether it holds still"));
        witness.must(
                from,
                received(ToAgent.Control.class, control -> control.action() == ToAgent.Action.PAUSE),
                () -> witness.breach("the hub did not tell the agent of its pause"));
    }

    static void stillWhilePaused(Witness witness) throws InterruptedException {
        TaskSpec sample = longTask(witness);
        witness.mustAttach();
        TaskId task = witness.stage.giveUndecided(sample);
        AgentCommand word = witness.underWay(task, 0);
        pause(witness);
        int from = witness.timeline.now();
        Optional<Moment> heard = witness.timeline.awaitQuiet(from, STILL, witness.patience, Witness::isWord);
        if (heard.isPresent()) {
            throw witness.breach(
                    "while it was paused it went on: %s; let work end when its thread is interrupted, or, when it "
                            + "waits while paused, hold still from paused(true) to paused(false)",
                    heard.get());
        }
        List<Moment> since = witness.timeline.since(from);
        if (since.stream()
                .anyMatch(journaled(event ->
                        event instanceof Event.TaskCompleted done && done.task().equals(task)))) {
            throw witness.notLong();
        }
        boolean waits = witness.timeline.since(0).stream().anyMatch(began(Call.Pause.class, Call.Pause::paused));
        if (!waits) witness.workEnded(task, 0, "the agent was paused and does not wait while paused");
        if (Witness.isEscalation(word)) return; // a gate holds it as well, and an operator's word does not end that
        int resumed = witness.timeline.now();
        witness.stage.execute(new ResumeAgent(Stage.AGENT));
        Optional<Moment> failure = witness.timeline.await(
                resumed,
                A_WHILE,
                journaled(event -> event instanceof Event.TaskAttemptFailed failed
                        && failed.task().equals(task)));
        if (failure.isPresent()) {
            throw witness.breach(
                    "after a pause its attempt failed: %s; go on where the pause began",
                    ((Event.TaskAttemptFailed) Witness.event(failure.get())).reason());
        }
    }

    static void endsWhenStopped(Witness witness) throws InterruptedException {
        witness.mustAttach();
        witness.stage.processes.watch();
        Optional<TaskSpec> sample = witness.stage.agent.longTask();
        if (sample.isPresent()) {
            TaskId task = witness.stage.giveUndecided(sample.get());
            witness.underWay(task, 0);
            stop(witness);
            witness.workEnded(task, 0, "the agent was stopped");
        } else {
            witness.completed(witness.stage.give(witness.stage.agent.task()), 0, "from a fresh start");
            stop(witness);
        }
        witness.must(
                0,
                ended(Call.Close.class, any -> true),
                () -> witness.breach(
                        "the agent was stopped, and close() %s %s: release what is held, and do not wait",
                        witness.running(Call.Close.class, any -> true) ? "has not returned" : "was not called",
                        witness.patience()));
        witness.must(
                0,
                Moment.HostEnded.class::isInstance,
                () -> witness.breach("the agent was stopped, and its host has not ended %s", witness.patience()));
        witness.processesGone(Set.of(), "the agent was stopped");
    }

    private static void stop(Witness witness) throws InterruptedException {
        witness.stage.execute(new StopAgent(Stage.AGENT, "to see whether it ends"));
    }

    static void endsWhenItsLeaseIsLost(Witness witness) throws InterruptedException {
        TaskSpec sample = longTask(witness);
        witness.mustAttach();
        witness.stage.processes.watch();
        Set<ProcessHandle> before = Set.copyOf(witness.stage.processes.alive());
        TaskId task = witness.stage.giveUndecided(sample);
        witness.underWay(task, 0);
        witness.stage.execute(new CancelTask(task, "to see whether it ends"));
        witness.workEnded(task, 0, "its task was canceled, so its lease is void");
        witness.processesGone(before, "its task was canceled");
        int from = witness.timeline.now();
        witness.completed(
                witness.stage.give(witness.stage.agent.task()), from, "after its task before was taken away from it");
    }
}
