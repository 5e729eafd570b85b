// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.agent.AgentSettings;
import io.hubspoke.orchestrator.actor.Orchestrator;
import io.hubspoke.orchestrator.actor.OrchestratorSettings;
import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.spi.Agent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A real orchestrator with its journal in memory, in virtual time: for tests of agents and of whole protocols, with
 * every message, write, crash and deadline that there is, in milliseconds.
 *
 * <pre>{@code
 * @AutoClose
 * private final OrchestratorTestKit kit = OrchestratorTestKit.automatic("shop");
 *
 * @Test
 * void work_is_taken_back_from_an_agent_that_dies() {
 *     TestAgent coder = kit.agent("coder-1", AgentType.BACKEND_DEVELOPER);
 *     kit.operator("alice").enqueue(task("api", AgentType.BACKEND_DEVELOPER));
 *     coder.expectTask("api");
 *     kit.agentDies("coder-1").aWeekPasses().thenTask("api", TaskStatus.READY);
 * }
 * }</pre>
 *
 * <p>Each step is over when all actors have come to rest; only steps move time. Actors run in the thread of the test,
 * one at a time and in one order, so the same test takes the same course. The code of {@linkplain #host real agents}
 * runs on threads of its own: checks wait for it for up to 10 s of real time.
 *
 * <p>For one thread. Closing it ends all actors.
 */
public final class OrchestratorTestKit extends ProjectChecks<OrchestratorTestKit> implements AutoCloseable {
    private static final Duration REAL_TIME_MAX = Duration.ofSeconds(10);
    private static final String SETUP = "setup";

    private final ProjectId project;
    private final int beganAt;
    private final OrchestratorSettings settings;
    private final AgentSettings agentSettings;
    private final TestSystem system;
    private final ActorRef<Front.Message> front;
    private final ActorRef<ToOrchestrator> hub;
    private final Map<String, TestOperator> operators = new HashMap<>();
    private final Map<String, Guest> guests = new HashMap<>();

    /** The state after this many commits. */
    private int folded;

    private ProjectState state;

    private OrchestratorTestKit(ProjectId project, List<Commit> history, String... overrides) {
        this.project = project;
        beganAt = history.size();
        state = ProjectState.empty(project);
        system = new TestSystem(history, overrides);
        settings = OrchestratorSettings.from(system.config());
        agentSettings = AgentSettings.from(system.config());
        front = actors().spawn(Front.create());
        hub = actors().spawn(Front.address(front));
        orchestratorStarts();
    }

    // ---- beginnings

    /** A project with the defaults: work is handed out automatically. */
    public static OrchestratorTestKit automatic(String project) {
        return project(project, ProjectSettings.DEFAULT);
    }

    /** A project in which only commands hand out work. */
    public static OrchestratorTestKit manual(String project) {
        return project(project, ProjectSettings.DEFAULT.withDispatch(Dispatch.MANUAL));
    }

    /**
     * A project with these settings.
     *
     * @param overrides of the configuration, one line each, such as {@code hubspoke.orchestrator.attach-grace = 1s}
     */
    public static OrchestratorTestKit project(String project, ProjectSettings settings, String... overrides) {
        OrchestratorTestKit kit = nothing(project, overrides);
        kit.operator(SETUP).accepted(new CreateProject(settings, Map.of()));
        return kit;
    }

    /** An orchestrator whose project is not created yet. */
    public static OrchestratorTestKit nothing(String project, String... overrides) {
        return new OrchestratorTestKit(ProjectId.of(project), List.of(), overrides);
    }

    /**
     * The project as this SQLite journal holds it, at the instant of its last commit. The file is only read.
     *
     * @throws io.hubspoke.orchestrator.journal.JournalException with one sentence when the journal cannot be read
     */
    public static OrchestratorTestKit givenJournal(Path file, ProjectId project, String... overrides) {
        List<Commit> commits = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(file)) {
            reader.commits(project, 1, commits::add);
        }
        return new OrchestratorTestKit(project, commits, overrides);
    }

    // ---- who is there

    /** The agent of that name, played by the test. The first time it is registered and attached. */
    public TestAgent agent(String id, AgentType type) {
        AgentId agent = new AgentId(id);
        TestHost host = new TestHost(agent, lastIncarnation(agent), hub, settings.heartbeatInterval(), actors()::spawn);
        invite(id, type, host);
        return new TestAgent(this, agent, host);
    }

    /**
     * An author's agent, run as in production. What it does on its own threads takes real time: the checks of this
     * kit wait for it.
     *
     * @param agents makes a fresh one at each start
     */
    public OrchestratorTestKit host(String id, AgentType type, Supplier<Agent> agents) {
        AgentId agent = new AgentId(id);
        invite(id, type, new RealHost(agent, lastIncarnation(agent), agents, hub, agentSettings, actors()));
        return this;
    }

    private void invite(String id, AgentType type, Guest guest) {
        if (guests.putIfAbsent(id, guest) != null)
            throw new IllegalArgumentException("agent %s is there already: keep it in a variable".formatted(id));
        if (state().agents().find(new AgentId(id)).isEmpty())
            operator(SETUP).accepted(new RegisterAgent(new AgentSpec(new AgentId(id), type, "test")));
        guest.comeBack();
        settle();
    }

    public TestOperator operator(String name) {
        return operators.computeIfAbsent(name, absent -> new TestOperator(this, name));
    }

    /** Gets every event from now on, until the orchestrator stops. */
    public TestProbe<Committed> follower() {
        TestProbe<Committed> probe = actors().createTestProbe(Committed.class);
        hub.tell(new ToOrchestrator.Follow(probe.getRef()));
        settle();
        return probe;
    }

    /** The orchestrator's own answer to a query. */
    public View read(Query query) {
        TestProbe<View> probe = actors().createTestProbe(View.class);
        hub.tell(new ToOrchestrator.Read(query, probe.getRef()));
        settle();
        return probe.receiveMessage();
    }

    /** What everybody sends to; it stays while orchestrators come and go. */
    public ActorRef<ToOrchestrator> hub() {
        return hub;
    }

    /** For probes and actors of one's own. */
    public ActorTestKit actors() {
        return system.actors();
    }

    // ---- steps

    /** Its process ends without a word, which the hub notices at once, as it does when a connection breaks. */
    public OrchestratorTestKit agentDies(String id) {
        return step(() -> guest(id).die());
    }

    /** It is started anew and knows nothing of its life before. */
    public OrchestratorTestKit agentReturns(String id) {
        return step(() -> guest(id).comeBack());
    }

    /** No message reaches or leaves this agent any more, and nobody is told. */
    public OrchestratorTestKit agentIsCutOff(String id) {
        return step(() -> guest(id).silence());
    }

    /** The network works again: the same incarnation attaches, a real agent with its next try. */
    public OrchestratorTestKit agentIsHeardAgain(String id) {
        return step(() -> guest(id).hear());
    }

    /** The next writes fail, and nothing of them is stored. */
    public OrchestratorTestKit journalFails(int writes) {
        return step(() -> system.journal().failBeforeWriting(writes));
    }

    /** The next writes are stored, but are reported as failed: what a lost connection looks like. */
    public OrchestratorTestKit journalLosesAnswers(int writes) {
        return step(() -> system.journal().failAfterWriting(writes));
    }

    /** From now on each write takes that much virtual time. */
    public OrchestratorTestKit journalTakes(Duration eachWrite) {
        return step(() -> system.journal().take(eachWrite));
    }

    /** What is sent to it from now on is lost. */
    public OrchestratorTestKit orchestratorStops() {
        return step(() -> front.tell(new Front.Message.Stop()));
    }

    /** It reads the journal; played agents attach again at once, real ones when they notice. */
    public OrchestratorTestKit orchestratorStarts() {
        step(() -> front.tell(new Front.Message.Start(Orchestrator.create(project, settings, system.time()))));
        return step(() -> guests.values().forEach(Guest::hubIsBack));
    }

    public OrchestratorTestKit orchestratorRestarts() {
        return orchestratorStops().orchestratorStarts();
    }

    /** Time goes from timer to timer; all actors come to rest at each. */
    public OrchestratorTestKit timePasses(Duration amount) {
        system.timePasses(amount);
        return this;
    }

    public OrchestratorTestKit aWeekPasses() {
        return timePasses(Duration.ofDays(7));
    }

    /** Until the earliest lease end, retry, consultation or gate deadline as it stands now, and what then happens. */
    public OrchestratorTestKit untilTheNextDeadline() {
        Instant next = nextDeadline().orElseThrow(() -> failed("nothing waits for time: there is no next deadline"));
        Duration wait = Duration.between(now(), next);
        // The orchestrator wakes within a millisecond after a deadline.
        return timePasses((wait.isNegative() ? Duration.ZERO : wait).plusMillis(1));
    }

    private OrchestratorTestKit step(Runnable step) {
        step.run();
        settle();
        return this;
    }

    /** The commits that there were before: what comes now must not take up their ids again. */
    int beganAt() {
        return beganAt;
    }

    private long lastIncarnation(AgentId agent) {
        return state().agents().find(agent).map(AgentRecord::lastIncarnation).orElse(0L);
    }

    private Guest guest(String id) {
        Guest guest = guests.get(id);
        if (guest == null) throw new IllegalArgumentException("there is no agent " + id + ": say agent(...) first");
        return guest;
    }

    /** All actors come to rest; time stands still. Each step does so; call it after sending something yourself. */
    public void settle() {
        system.settle();
    }

    // ---- waiting for real agents

    /** Waits until real agents have made it true, for up to 10 s of real time; virtual time stands still. */
    public OrchestratorTestKit await(String what, BooleanSupplier condition) {
        system.retry(
                () -> {
                    if (!condition.getAsBoolean()) throw failed("this never came: " + what);
                },
                REAL_TIME_MAX);
        return this;
    }

    @Override
    void attempt(Runnable check) {
        settle();
        if (guests.values().stream().anyMatch(RealHost.class::isInstance)) system.retry(check, REAL_TIME_MAX);
        else check.run();
    }

    // ---- what stands now

    @Override
    public Instant now() {
        return system.time().instant();
    }

    /** Every commit so far, each one checked to continue the one before. */
    public List<Commit> journal() {
        settle();
        return system.journal().commits();
    }

    /**
     * Keeps the journal as a SQLite file that must not exist yet, for {@link JournalHistories} or the command line.
     *
     * @throws io.hubspoke.orchestrator.journal.JournalException with one sentence when it cannot be written
     */
    public OrchestratorTestKit saveJournal(Path file) {
        SavedJournal.write(file, project, journal());
        return this;
    }

    /** As the journal tells it: what is not written has not happened. */
    @Override
    public ProjectState state() {
        List<Commit> commits = journal();
        for (Commit commit : commits.subList(folded, commits.size())) state = commit.appliedTo(state);
        folded = commits.size();
        return state;
    }

    /** All events so far. */
    public List<Event> events() {
        return journal().stream()
                .flatMap(commit -> commit.events().stream())
                .map(Recorded::event)
                .toList();
    }

    @Override
    public String history() {
        return Shown.journal(journal());
    }

    // ---- then

    /** These are the types of the last events of the journal, in order. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final OrchestratorTestKit thenLastEvents(Class<? extends Event>... expected) {
        return expect("types of the last events", names(Arrays.stream(expected)), () -> {
            List<Event> events = events();
            return names(events.subList(Math.max(0, events.size() - expected.length), events.size()).stream()
                    .map(Object::getClass));
        });
    }

    /** The journal has an event of this type, and the check says nothing bad of the last one. */
    public <E extends Event> OrchestratorTestKit thenEvent(Class<E> type, Consumer<? super E> check) {
        return check(() -> check.accept(events().reversed().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> difference("an event", type.getSimpleName(), List.of()))));
    }

    /** The journal has that many events of this type. */
    public OrchestratorTestKit thenCount(Class<? extends Event> type, int expected) {
        return expect(
                "events of type " + type.getSimpleName(),
                (long) expected,
                () -> events().stream().filter(type::isInstance).count());
    }

    @Override
    OrchestratorTestKit self() {
        return this;
    }

    @Override
    public void close() {
        system.close();
    }
}
