// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.orchestrator.domain.Deadlines;
import io.hubspoke.orchestrator.domain.Mailbox;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/**
 * What can be said of a project as it stands now, in the same words for the rules alone and for a whole orchestrator:
 * letters, tasks, agents, gates, leases, queues and deadlines. Each check gives the object it was asked of, or fails
 * with what was expected, what was found, and the history that led there.
 *
 * @param <S> what is checked
 */
public abstract sealed class ProjectChecks<S extends ProjectChecks<S>> permits ProjectScenario, OrchestratorTestKit {
    private static final String HISTORY = "the history of project ";

    ProjectChecks() {}

    // ---- what stands now

    /** The state after the last event. */
    public abstract ProjectState state();

    public abstract Instant now();

    /** What has happened, for a person to read. */
    public abstract String history();

    abstract S self();

    /** What waits in the mailbox, oldest first. */
    public final List<Letter.Content> letters(String agent) {
        Mailbox mailbox = state().mailboxes()
                .of(new AgentId(agent))
                .orElseThrow(() -> failed("agent %s is not registered".formatted(agent)));
        return mailbox.waiting().values().stream().map(Letter::content).toList();
    }

    /** The answer to a query; fails when there is no such thing. */
    public final <V extends View> V view(Query query, Class<V> type) {
        View view = Views.answer(state(), query);
        if (view instanceof View.Absent absent) throw failed(absent.sentence());
        return type.cast(view);
    }

    public final View.Task taskNow(String id) {
        return view(new Query.Task(TaskId.of(id)), View.Task.class);
    }

    public final View.Agent agentNow(String id) {
        return view(new Query.Agent(new AgentId(id)), View.Agent.class);
    }

    public final View.Gate gateNow(long number) {
        return view(new Query.Gate(new GateId(number)), View.Gate.class);
    }

    /** When time alone changes something next. */
    public final Optional<Instant> nextDeadline() {
        return Deadlines.next(state());
    }

    // ---- then

    /** Exactly these letters wait in the mailbox, oldest first. */
    public final S thenLetters(String agent, Letter.Content... expected) {
        return expect("letters of " + agent, List.of(expected), () -> letters(agent));
    }

    /** Exactly these kinds of letters wait in the mailbox, oldest first. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final S thenLetterKinds(String agent, Class<? extends Letter.Content>... expected) {
        return expect(
                "kinds of letters of " + agent,
                names(Arrays.stream(expected)),
                () -> names(letters(agent).stream().map(Object::getClass)));
    }

    /** The last letter that waits in the mailbox is of this kind, and the check says nothing bad. */
    public final <C extends Letter.Content> S thenLastLetter(String agent, Class<C> kind, Consumer<? super C> check) {
        return check(() -> {
            List<Letter.Content> letters = letters(agent);
            if (letters.isEmpty() || !kind.isInstance(letters.getLast()))
                throw difference("last letter of " + agent, kind.getSimpleName(), letters);
            check.accept(kind.cast(letters.getLast()));
        });
    }

    public final S thenTask(String id, TaskStatus expected) {
        return expect("status of task " + id, expected, () -> taskNow(id).status());
    }

    public final S thenTask(String id, Consumer<? super View.Task> check) {
        return check(() -> check.accept(taskNow(id)));
    }

    public final S thenAgent(String id, AgentStatus expected) {
        return expect("status of agent " + id, expected, () -> agentNow(id).status());
    }

    public final S thenAgent(String id, Consumer<? super View.Agent> check) {
        return check(() -> check.accept(agentNow(id)));
    }

    public final S thenGate(long number, GateStatus expected) {
        return expect(
                "status of gate " + number, expected, () -> gateNow(number).status());
    }

    public final S thenGate(long number, Consumer<? super View.Gate> check) {
        return check(() -> check.accept(gateNow(number)));
    }

    /** Exactly these gates are open, in the order in which they were opened. */
    public final S thenOpenGates(long... numbers) {
        return expect(
                "open gates",
                Arrays.stream(numbers).mapToObj(GateId::new).toList(),
                () -> view(new Query.Gates(true), View.Gates.class).gates().stream()
                        .map(View.Gate::id)
                        .toList());
    }

    /** The agent holds the lease on the task. */
    public final S thenLease(String task, String agent) {
        return expect(
                "lease on task " + task,
                Optional.of(new AgentId(agent)),
                () -> taskNow(task).agent());
    }

    public final S thenNoLease(String task) {
        return expect(
                "lease on task " + task, Optional.empty(), () -> taskNow(task).agent());
    }

    /** Exactly these tasks wait for an agent of this type, first to be handed out first. */
    public final S thenQueue(AgentType type, String... tasks) {
        return expect(
                "queue of " + type,
                Arrays.stream(tasks).map(TaskId::of).toList(),
                () -> List.copyOf(state().tasks().queueOf(type)));
    }

    public final S thenNextDeadline(Instant expected) {
        return expect("next deadline", Optional.of(expected), this::nextDeadline);
    }

    /** Counted from now. */
    public final S thenNextDeadline(Duration expected) {
        return thenNextDeadline(now().plus(expected));
    }

    public final S thenNoDeadline() {
        return expect("next deadline", Optional.empty(), this::nextDeadline);
    }

    // ---- failing

    /** Runs the check once; whoever hosts threads of others may try for a while. */
    void attempt(Runnable check) {
        check.run();
    }

    final S expect(String what, Object expected, Supplier<?> actual) {
        attempt(() -> {
            Object found = actual.get();
            if (!expected.equals(found)) throw difference(what, expected, found);
        });
        return self();
    }

    final S check(Runnable check) {
        attempt(() -> {
            try {
                check.run();
            } catch (AssertionFailedError told) {
                throw String.valueOf(told.getMessage()).contains(HISTORY) ? told : withHistory(told);
            } catch (AssertionError wrong) {
                throw withHistory(wrong);
            }
        });
        return self();
    }

    private AssertionFailedError withHistory(AssertionError wrong) {
        return new AssertionFailedError(wrong.getMessage() + System.lineSeparator() + historyBelow(), wrong);
    }

    final AssertionFailedError failed(String sentence) {
        return new AssertionFailedError(sentence + System.lineSeparator() + historyBelow());
    }

    final AssertionFailedError difference(String what, Object expected, Object actual) {
        return Shown.difference(what, expected, actual, historyBelow());
    }

    private String historyBelow() {
        return "%s%s:%n%s".formatted(HISTORY, state().id(), Shown.shortened(history()));
    }

    static List<String> names(Stream<? extends Class<?>> types) {
        return types.map(Class::getSimpleName).toList();
    }
}
