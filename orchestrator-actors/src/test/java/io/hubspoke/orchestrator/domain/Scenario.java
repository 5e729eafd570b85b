// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.AttachAgent;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.HubCommand;
import io.hubspoke.protocol.Command.LeaseRenewal;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A story told to the rules: given commands, when one more, then its events or its rejection. Time is whatever the
 * story says; ids of commands are made up. After each accepted command it is also checked that the events fold to the
 * same state.
 */
final class Scenario {
    static final ProjectId PROJECT = new ProjectId("todo-service");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Principal ALICE = Principal.operator("alice");
    static final Principal BOB = Principal.operator("bob");

    private final List<Recorded> history = new ArrayList<>();
    private final Map<Principal, Long> numbers = new TreeMap<>();
    private ProjectState state = ProjectState.empty(PROJECT);
    private Instant now = START;
    private Verdict verdict;

    private Scenario() {}

    /** Before the project is created. */
    static Scenario nothing() {
        return new Scenario();
    }

    /** A project in which only commands hand out work, so that nothing happens by itself. */
    static Scenario manual() {
        return project(ProjectSettings.DEFAULT.withDispatch(Dispatch.MANUAL));
    }

    /** A project with the defaults: work is handed out automatically. */
    static Scenario automatic() {
        return project(ProjectSettings.DEFAULT);
    }

    static Scenario project(ProjectSettings settings) {
        return nothing().given(ALICE, new CreateProject(settings, Map.of()));
    }

    // ---- given

    Scenario given(Principal who, Command command) {
        when(who, command);
        if (verdict instanceof Verdict.Refused refused) {
            fail(
                    "given %s by %s, but it was refused: %s",
                    command, who, refused.rejection().sentence());
        }
        return this;
    }

    /** An agent that is registered and attached. */
    Scenario agent(String id, AgentType type) {
        return away(id, type).given(Principal.HUB, new AttachAgent(new AgentId(id), 1));
    }

    /** An agent that is registered and not attached. */
    Scenario away(String id, AgentType type) {
        return given(ALICE, new RegisterAgent(new AgentSpec(new AgentId(id), type, "test")));
    }

    Scenario tasks(TaskSpec... tasks) {
        return given(ALICE, new EnqueueTasks(List.of(tasks)));
    }

    /** An event out of thin air, as a journal could hold it. */
    Scenario event(Event event) {
        Recorded recorded = new Recorded(state.revision() + 1, now, CommandId.HUB, Principal.HUB, 0, event);
        state = state.evolve(recorded);
        history.add(recorded);
        return this;
    }

    Scenario after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Scenario tick(LeaseRenewal... heartbeats) {
        return given(Principal.HUB, new Tick(List.of(heartbeats)));
    }

    // ---- when

    Scenario when(Principal who, Command command) {
        return command instanceof HubCommand hub && who.equals(Principal.HUB)
                ? when(Request.ofHub(hub))
                : when(request(who, nextId(who), command));
    }

    Scenario when(Request request) {
        verdict = Rules.decide(state, request, now);
        if (verdict instanceof Verdict.Accepted accepted) {
            ProjectState folded = state;
            for (Recorded recorded : accepted.events()) folded = folded.evolve(recorded);
            assertThat(accepted.after()).isEqualTo(folded);
            history.addAll(accepted.events());
            state = folded;
        }
        return this;
    }

    static Request request(Principal who, CommandId id, Command command) {
        return new Request(id, who, command, command.hashCode());
    }

    private CommandId nextId(Principal who) {
        long number = numbers.merge(who, 1L, Long::sum);
        return who instanceof Principal.Agent
                ? CommandId.numbered(number)
                : new CommandId(who.shortName() + "-" + number);
    }

    // ---- then

    Scenario then(Event... expected) {
        assertThat(events()).containsExactly(expected);
        return this;
    }

    Scenario thenNothingHappens() {
        return then();
    }

    Scenario thenRefused(Rejection expected) {
        assertThat(refusal()).isEqualTo(expected);
        return this;
    }

    Scenario thenAccepted() {
        accepted();
        return this;
    }

    /** The events of the last command. */
    List<Event> events() {
        return accepted().events().stream().map(Recorded::event).toList();
    }

    <E extends Event> E only(Class<E> type) {
        List<E> found =
                events().stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found)
                .as("events of type %s among %s", type.getSimpleName(), events())
                .hasSize(1);
        return found.getFirst();
    }

    Verdict.Accepted accepted() {
        if (verdict instanceof Verdict.Refused refused)
            fail("it was refused: %s", refused.rejection().sentence());
        return (Verdict.Accepted) verdict;
    }

    Rejection refusal() {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        Rejection rejection = ((Verdict.Refused) verdict).rejection();
        assertThat(rejection.sentence()).isNotBlank();
        return rejection;
    }

    Verdict verdict() {
        return verdict;
    }

    // ---- what stands now

    ProjectState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    List<Recorded> history() {
        return history;
    }

    TaskRecord task(String id) {
        return state.tasks().get(TaskId.of(id));
    }

    AgentRecord agent(String id) {
        return state.agents().get(new AgentId(id));
    }

    GateRecord gate(long number) {
        return state.gates().get(new GateId(number));
    }

    Mailbox mailbox(String agent) {
        return state.mailboxes().get(new AgentId(agent));
    }

    /** What waits in the mailbox, oldest first. */
    List<Letter> letters(String agent) {
        return List.copyOf(mailbox(agent).waiting().values());
    }

    Letter.Content lastLetter(String agent) {
        return letters(agent).getLast().content();
    }

    long epoch(String task) {
        return task(task).epoch();
    }

    <V extends View> V view(Query query, Class<V> type) {
        View view = Views.answer(state, query);
        assertThat(view).isInstanceOf(type);
        return type.cast(view);
    }

    // ---- words

    static Principal as(String agent) {
        return Principal.agent(new AgentId(agent));
    }

    static AgentId id(String agent) {
        return new AgentId(agent);
    }

    static TaskSpec task(String id, AgentType type, String... needs) {
        return TaskSpec.of(TaskId.of(id), type, "Do " + id)
                .withNeeds(Arrays.stream(needs).map(TaskId::of).toList());
    }

    /** The events of one history, folded from nothing. */
    static ProjectState replay(List<Recorded> events) {
        ProjectState replayed = ProjectState.empty(PROJECT);
        for (Recorded recorded : events) replayed = replayed.evolve(recorded);
        return replayed;
    }
}
