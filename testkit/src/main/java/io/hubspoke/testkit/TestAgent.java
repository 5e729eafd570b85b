// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.AnswerConsultation;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.ConsultSpecialist;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.ReleaseTask;
import io.hubspoke.protocol.Command.ReportProgress;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.spi.AgentFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An agent played by the test, step by step or by a script. It stays attached and sends heartbeats by itself, and takes
 * in each letter once and in order.
 *
 * <pre>{@code
 * TestAgent coder = kit.agent("coder-1", AgentType.BACKEND_DEVELOPER);
 * coder.expectTask("api");
 * coder.start().complete("done");
 * }</pre>
 *
 * <p>Each step is over when the orchestrator, the journal and all test agents have come to rest. A letter is
 * acknowledged when it is expected, or when its script has run, unless the test says that it acknowledges by hand.
 */
public final class TestAgent {
    private final OrchestratorTestKit kit;
    private final AgentId id;
    private final TestHost host;
    private boolean acknowledgesByHand;
    private Optional<Letter.Assignment> task = Optional.empty();
    private long taken;

    /** What a scripted agent makes of a task. */
    @FunctionalInterface
    public interface Script {
        /**
         * The work handed in, at once.
         *
         * @throws AgentFailure when the attempt is to fail
         */
        TaskResult work(Letter.Assignment assignment) throws AgentFailure;
    }

    TestAgent(OrchestratorTestKit kit, AgentId id, TestHost host) {
        this.kit = kit;
        this.id = id;
        this.host = host;
    }

    public AgentId id() {
        return id;
    }

    // ---- scripts

    /** From now on it starts each task that it is given, and hands in at once what the script makes of it. */
    public TestAgent onTask(Script script) {
        return onTask(Duration.ZERO, script);
    }

    /** The same, but the work takes that much virtual time. */
    public TestAgent onTask(Duration takes, Script script) {
        host.script(takes, script);
        kit.settle();
        return this;
    }

    // ---- letters

    /** The next letter is this task; it is what {@link #start}, {@link #complete} and the like speak of from now on. */
    public Letter.Assignment expectTask(String expected) {
        Letter.Assignment assignment = expectTask();
        if (!assignment.task().id().equals(TaskId.of(expected)))
            throw kit.difference(
                    "task of agent " + id, expected, assignment.task().id());
        return assignment;
    }

    public Letter.Assignment expectTask() {
        Letter.Assignment assignment = expect(Letter.Assignment.class);
        task = Optional.of(assignment);
        return assignment;
    }

    public Letter.Message expectMessage() {
        return expect(Letter.Message.class);
    }

    public Letter.Question expectQuestion() {
        return expect(Letter.Question.class);
    }

    public Letter.Answer expectAnswer() {
        return expect(Letter.Answer.class);
    }

    /** A gate that held the agent is closed. */
    public GateOutcome expectDecision() {
        return expect(Letter.GateClosed.class).outcome();
    }

    /** The next letter, which must be of this kind. */
    public <C extends Letter.Content> C expect(Class<C> kind) {
        kit.settle();
        Letter letter = host.nextLetter()
                .orElseThrow(() -> kit.failed(
                        "agent %s was to get a letter (%s), but there is none".formatted(id, kind.getSimpleName())));
        if (!kind.isInstance(letter.content()))
            throw kit.difference("next letter of agent " + id, kind.getSimpleName(), letter.content());
        host.takeLetter();
        taken = letter.number();
        if (!acknowledgesByHand) acknowledge();
        return kind.cast(letter.content());
    }

    /** How many letters have come that were not expected yet. */
    public int letters() {
        kit.settle();
        return host.letters();
    }

    /** No letter that was not expected before is left. */
    public TestAgent expectNothing() {
        kit.settle();
        Optional<Letter> letter = host.nextLetter();
        if (letter.isPresent())
            throw kit.difference(
                    "no letter for agent " + id, List.of(), List.of(letter.get().content()));
        return this;
    }

    /** The next order of the hub that is not a letter: pause, resume, stop, or abandon the work. */
    public ToAgent.Action expectOrder() {
        kit.settle();
        return host.takeOrder()
                .map(ToAgent.Control::action)
                .orElseThrow(() -> kit.failed("agent %s was to get an order, but there is none".formatted(id)));
    }

    /** From now on letters are acknowledged by {@link #acknowledge} only. */
    public TestAgent acknowledgesByHand() {
        acknowledgesByHand = true;
        return this;
    }

    /** Acknowledges all letters that were expected so far. */
    public TestAgent acknowledge() {
        return accepted(new Acknowledge(taken));
    }

    /** How often the letter of that number was delivered. */
    public int deliveries(long letter) {
        kit.settle();
        return host.deliveries(letter);
    }

    // ---- work

    public TestAgent start() {
        return accepted(new StartTask(task().task().id(), task().epoch()));
    }

    public TestAgent progress(int percent, String note) {
        return accepted(new ReportProgress(task().task().id(), task().epoch(), percent, note));
    }

    public TestAgent complete(String summary) {
        return complete(TaskResult.of(summary));
    }

    public TestAgent complete(TaskResult result) {
        return accepted(new CompleteTask(task().task().id(), task().epoch(), result));
    }

    /** The attempt has failed; another one may succeed. */
    public TestAgent fail(String reason) {
        return accepted(new FailTask(task().task().id(), task().epoch(), reason, true));
    }

    /** The task cannot be done; a person will be asked. */
    public TestAgent failForGood(String reason) {
        return accepted(new FailTask(task().task().id(), task().epoch(), reason, false));
    }

    public TestAgent release(String reason) {
        return accepted(new ReleaseTask(task().task().id(), task().epoch(), reason));
    }

    /** Asks a specialist, who must answer within an hour. */
    public ConsultationId consult(AgentType specialist, String question) {
        Reply.Accepted reply = acceptedReply(new ConsultSpecialist(specialist, question, "", Duration.ofHours(1)));
        return ConsultationId.of(reply.subject());
    }

    public TestAgent answer(Letter.Question question, String answer) {
        return accepted(new AnswerConsultation(question.consultation(), answer));
    }

    /** Asks a person about the task in hand, if there is one; the agent is paused until the gate is closed. */
    public GateId escalate(GateQuestion question) {
        Reply.Accepted reply = acceptedReply(new EscalateToHuman(
                question, task.map(assignment -> assignment.task().id())));
        return GateId.of(reply.subject());
    }

    // ---- commands

    /** Asks, and gives the answer; fails when none comes without time passing. */
    public Reply execute(AgentCommand command) {
        long number = send(command);
        return reply(number)
                .orElseThrow(() -> kit.failed("agent %s got no answer to its command %d".formatted(id, number)));
    }

    /** Asks, and fails unless it is accepted. */
    public TestAgent accepted(AgentCommand command) {
        acceptedReply(command);
        return this;
    }

    private Reply.Accepted acceptedReply(AgentCommand command) {
        Reply reply = execute(command);
        if (reply instanceof Reply.Accepted accepted) return accepted;
        throw kit.difference("command of agent " + id + " to be accepted", command, reply);
    }

    /** Asks, and fails unless it is refused. */
    public Rejection refused(AgentCommand command) {
        Reply reply = execute(command);
        if (reply instanceof Reply.Rejected(Rejection rejection)) return rejection;
        throw kit.difference("command of agent " + id + " to be refused", command, reply);
    }

    /** Asks under its next number, which is returned, and leaves open what becomes of it. */
    public long send(AgentCommand command) {
        long number = host.send(command);
        kit.settle();
        return number;
    }

    /** Sends the command of that number again: it has no second effect. */
    public TestAgent repeat(long number) {
        host.repeat(number);
        kit.settle();
        return this;
    }

    /** The last answer to the command of that number; empty when there was none since it was last sent. */
    public Optional<Reply> reply(long number) {
        return host.reply(number);
    }

    // ---- life

    /** It works on and says nothing of it: the hub will take it for dead. */
    public TestAgent stopHeartbeats() {
        host.heartbeats(false);
        return this;
    }

    public TestAgent resumeHeartbeats() {
        host.heartbeats(true);
        return this;
    }

    private Letter.Assignment task() {
        return task.orElseThrow(() -> kit.failed("agent %s has no task in hand: say expectTask() first".formatted(id)));
    }
}
