// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.orchestrator.actor.Fingerprints;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePVector;

/**
 * A story told to the rules of a project, without an actor, a journal or a clock: given what has happened, when
 * somebody asks for something or time passes, then these events, this refusal, these letters.
 *
 * <pre>{@code
 * ProjectScenario.automatic("shop")
 *         .givenAgent("coder-1", AgentType.BACKEND_DEVELOPER)
 *         .givenTasks(task("api", AgentType.BACKEND_DEVELOPER))
 *         .when(agent("coder-1"), new StartTask(TaskId.of("api"), 1))
 *         .then(new TaskStarted(TaskId.of("api"), 1))
 *         .untilTheNextDeadline()
 *         .thenTask("api", TaskStatus.READY);
 * }</pre>
 *
 * <p>A scenario never changes: each step gives another one, so a common beginning can be kept and continued twice. A
 * step whose result is dropped has no effect. Each accepted command is also checked to fold, event by event, to the
 * state that was decided. What fails, fails with the whole history.
 */
public final class ProjectScenario extends ProjectChecks<ProjectScenario> {
    /** The instant at which a scenario begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Principal SETUP = Principal.operator("setup");
    private static final int TICKS_MAX = 100_000;

    private final ProjectState state;
    private final Instant now;
    private final TreePVector<Step> steps;
    /** The first step that {@code then} looks at. */
    private final int asked;
    /** How many commands were made up, by who asks. */
    private final HashPMap<Principal, Long> numbers;

    private ProjectScenario(
            ProjectState state, Instant now, TreePVector<Step> steps, int asked, HashPMap<Principal, Long> numbers) {
        this.state = state;
        this.now = now;
        this.steps = steps;
        this.asked = asked;
        this.numbers = numbers;
    }

    // ---- beginnings

    /** Before the project is created. */
    public static ProjectScenario nothing(String project) {
        ProjectState empty = ProjectState.empty(ProjectId.of(project));
        return new ProjectScenario(empty, START, TreePVector.empty(), 0, HashTreePMap.empty());
    }

    /** A project with the defaults: work is handed out automatically. */
    public static ProjectScenario automatic(String project) {
        return project(project, ProjectSettings.DEFAULT);
    }

    /** A project in which only commands hand out work, so that nothing happens by itself. */
    public static ProjectScenario manual(String project) {
        return project(project, ProjectSettings.DEFAULT.withDispatch(Dispatch.MANUAL));
    }

    public static ProjectScenario project(String project, ProjectSettings settings) {
        return nothing(project).given(SETUP, new Command.CreateProject(settings, Map.of()));
    }

    /**
     * The project as this SQLite journal holds it, at the instant of its last commit. All events are kept in memory.
     *
     * @throws io.hubspoke.orchestrator.journal.JournalException with one sentence when the journal cannot be read
     */
    public static ProjectScenario givenJournal(Path journal, ProjectId project) {
        ProjectScenario[] scenario = {nothing(project.value())};
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.commits(project, 1, commit -> {
                scenario[0] = scenario[0].given(commit.events());
                return true;
            });
        }
        if (!scenario[0].state.exists())
            throw new IllegalArgumentException("journal %s has no project %s".formatted(journal, project));
        return scenario[0];
    }

    // ---- given

    /** A command that must be accepted. */
    public ProjectScenario given(Principal who, Command command) {
        ProjectScenario after = when(who, command);
        if (after.steps.getLast() instanceof Step.Refused refused)
            throw after.failed(
                    "this was given, but it was refused: " + refused.rejection().sentence());
        return after.settled();
    }

    /**
     * Events out of thin air, as a journal could hold them: recorded now, by the hub.
     *
     * @throws IllegalStateException when one cannot apply
     */
    public ProjectScenario given(Event... events) {
        ProjectScenario scenario = this;
        for (Event event : events) {
            scenario = scenario.given(
                    List.of(new Recorded(scenario.state.revision() + 1, now, CommandId.HUB, Principal.HUB, 0, event)));
        }
        return scenario;
    }

    /** Events with all that a journal says of them; the clock moves to the instant of the last one. */
    public ProjectScenario given(List<Recorded> recorded) {
        ProjectState folded = state;
        TreePVector<Step> told = steps;
        for (Recorded each : recorded) {
            folded = folded.evolve(each);
            told = told.plus(new Step.Given(each));
        }
        Instant last = recorded.isEmpty() ? now : recorded.getLast().at();
        return new ProjectScenario(folded, last, told, told.size(), numbers);
    }

    /** An agent that is registered and attached. */
    public ProjectScenario givenAgent(String id, AgentType type) {
        return givenAgentAway(id, type).given(Principal.HUB, new Command.AttachAgent(new AgentId(id), 1));
    }

    /** An agent that is registered and not attached. */
    public ProjectScenario givenAgentAway(String id, AgentType type) {
        return given(SETUP, new Command.RegisterAgent(new AgentSpec(new AgentId(id), type, "test")));
    }

    /** Tasks that are enqueued with one command. */
    public ProjectScenario givenTasks(TaskSpec... tasks) {
        return given(SETUP, new Command.EnqueueTasks(List.of(tasks)));
    }

    // ---- when

    /** A new command of this principal; its id is made up. */
    public ProjectScenario when(Principal who, Command command) {
        if (Step.isOfHub(who, command)) return when(Request.ofHub((Command.HubCommand) command));
        long known = who instanceof Principal.Agent ? state.commands().highest(who) : 0;
        long number = Math.max(known, numbers.getOrDefault(who, 0L)) + 1;
        CommandId id =
                who instanceof Principal.Agent ? CommandId.numbered(number) : new CommandId("scenario-" + number);
        return new ProjectScenario(state, now, steps, asked, numbers.plus(who, number)).when(who, id, command);
    }

    /** A command under a certain id: the same id and command again has no second effect. */
    public ProjectScenario when(Principal who, CommandId id, Command command) {
        return when(new Request(id, who, command, new Fingerprints().of(command).value()));
    }

    /** A request in every detail, its fingerprint included. */
    public ProjectScenario when(Request request) {
        return decided(request, now, steps.size());
    }

    private ProjectScenario decided(Request request, Instant at, int from) {
        return switch (Rules.decide(state, request, at)) {
            case Verdict.Refused refused ->
                new ProjectScenario(
                        state, at, steps.plus(new Step.Refused(at, request, refused.rejection())), from, numbers);
            case Verdict.Accepted accepted -> {
                Step step = new Step.Accepted(at, request, accepted.events(), accepted.reply());
                ProjectScenario after = new ProjectScenario(accepted.after(), at, steps.plus(step), from, numbers);
                after.requireFold(state, accepted.events());
                yield after;
            }
        };
    }

    private void requireFold(ProjectState before, List<Recorded> events) {
        ProjectState folded = before;
        for (Recorded each : events) folded = folded.evolve(each);
        if (!folded.equals(state)) throw failed("the events fold to another state than the one that was decided");
    }

    private ProjectScenario settled() {
        return new ProjectScenario(state, now, steps, steps.size(), numbers);
    }

    // ---- time

    /** From now on it is this late; nothing happens by that alone. */
    public ProjectScenario at(Instant instant) {
        if (instant.isBefore(now))
            throw new IllegalArgumentException("time does not go back: it is %s, not %s".formatted(now, instant));
        return new ProjectScenario(state, instant, steps, asked, numbers);
    }

    /** The clock moves on, and nothing happens by that alone: see {@link #whenTimePasses}. */
    public ProjectScenario after(Duration time) {
        return at(now.plus(time));
    }

    /**
     * Time passes as it does for an orchestrator whose agents have all gone silent: it wakes at each deadline on the
     * way. What happens at all of them is what {@code then} looks at.
     */
    public ProjectScenario whenTimePasses(Duration time) {
        Instant end = now.plus(time);
        ProjectScenario scenario = this;
        for (int ticks = 0; scenario.isDueBy(end); ticks++) {
            if (ticks == TICKS_MAX)
                throw scenario.failed("more than %,d deadlines passed: let less time pass".formatted(TICKS_MAX));
            scenario = scenario.tick(scenario.nextDeadline().orElseThrow(), steps.size());
        }
        return scenario.now.isBefore(end) ? scenario.tick(end, steps.size()) : scenario;
    }

    private boolean isDueBy(Instant end) {
        return nextDeadline().filter(next -> !next.isAfter(end)).isPresent();
    }

    /** The clock moves to the next deadline, and what is due happens. */
    public ProjectScenario untilTheNextDeadline() {
        Instant next = nextDeadline().orElseThrow(() -> failed("nothing waits for time: there is no next deadline"));
        return tick(next, steps.size());
    }

    private ProjectScenario tick(Instant deadline, int from) {
        Instant at = deadline.isAfter(now) ? deadline : now;
        ProjectScenario after = decided(Request.ofHub(new Command.Tick(List.of())), at, from);
        if (after.nextDeadline().filter(deadline::equals).isPresent())
            throw after.failed("a deadline has passed and is still the next one");
        return after;
    }

    // ---- then

    /** Exactly these events, in this order, of the last command or of the time that passed. */
    public ProjectScenario then(Event... expected) {
        return expect("events", List.of(expected), this::events);
    }

    /** Exactly these types of events, in this order. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final ProjectScenario thenEvents(Class<? extends Event>... expected) {
        return expect(
                "types of events",
                names(Arrays.stream(expected)),
                () -> names(events().stream().map(Object::getClass)));
    }

    /** One event of this type, and no more of it, about which the check says nothing bad. */
    public <E extends Event> ProjectScenario thenOne(Class<E> type, Consumer<? super E> check) {
        List<E> found =
                events().stream().filter(type::isInstance).map(type::cast).toList();
        if (found.size() != 1) throw difference("one event", type.getSimpleName(), events());
        return check(() -> check.accept(found.getFirst()));
    }

    /** It was accepted and changed nothing. */
    public ProjectScenario thenNothing() {
        return then();
    }

    /** It was refused, with these facts. */
    public ProjectScenario thenRefused(Rejection expected) {
        return expect("refusal", expected, () -> outcome(lastStep()));
    }

    /** It was refused for this reason, whatever the facts. */
    public ProjectScenario thenRefused(Class<? extends Rejection> reason) {
        if (lastStep() instanceof Step.Refused refused && reason.isInstance(refused.rejection())) return this;
        throw difference("refusal", reason.getSimpleName(), outcome(lastStep()));
    }

    /** It was accepted, and its reply names this thing: a task claimed, a gate or a consultation. */
    public ProjectScenario thenSubject(String expected) {
        return expect("reply's subject", expected, () -> switch (reply()) {
            case Reply.Accepted accepted -> accepted.subject();
            case Reply.Rejected rejected -> rejected.rejection();
            case Reply.Undetermined never -> throw new IllegalStateException("the rules always know");
        });
    }

    // ---- what stands now

    /** The events of the last command or of the time that passed; fails when it was refused. */
    public List<Event> events() {
        if (lastStep() instanceof Step.Refused refused)
            throw failed("it was refused: " + refused.rejection().sentence());
        return steps.subList(asked, steps.size()).stream()
                .flatMap(step -> step.events().stream())
                .toList();
    }

    /** What would be answered to the last command. */
    public Reply reply() {
        return switch (lastStep()) {
            case Step.Accepted accepted -> accepted.reply();
            case Step.Refused refused -> new Reply.Rejected(refused.rejection());
            case Step.Given given -> throw failed("nothing was asked yet");
        };
    }

    @Override
    public Instant now() {
        return now;
    }

    /** All events so far, as a journal would hold them. */
    public List<Recorded> recorded() {
        return steps.stream().flatMap(step -> step.recordedHere().stream()).toList();
    }

    @Override
    public ProjectState state() {
        return state;
    }

    /** Every step with what it came to, for a person to read. */
    @Override
    public String history() {
        return steps.stream().map(Step::told).collect(Collectors.joining(System.lineSeparator()));
    }

    @Override
    public String toString() {
        return history();
    }

    // ---- words

    public static Principal operator(String name) {
        return Principal.operator(name);
    }

    public static Principal agent(String id) {
        return Principal.agent(new AgentId(id));
    }

    /** A task without checks or a gate. */
    public static TaskSpec task(String id, AgentType type, String... needs) {
        return TaskSpec.of(TaskId.of(id), type, "Do " + id)
                .withNeeds(Arrays.stream(needs).map(TaskId::of).toList());
    }

    @Override
    ProjectScenario self() {
        return this;
    }

    private Step lastStep() {
        if (asked == steps.size()) throw failed("nothing was asked yet: say when(...) before then(...)");
        return steps.getLast();
    }

    private static Object outcome(Step step) {
        return step instanceof Step.Refused refused ? refused.rejection() : step.events();
    }
}
