// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Commands, their effects and their answers: one effect for one command, durable before it is spoken of, and the same
 * answer however often it is asked for.
 */
final class AnswerModel {
    private record Key(Principal who, CommandId id) {}

    private static final class Effect {
        final long commit;
        final Event first;
        final long firstRevision;
        long last;

        Effect(long commit, Recorded first) {
            this.commit = commit;
            this.first = first.event();
            firstRevision = first.revision();
            last = firstRevision;
        }
    }

    private final Findings findings;
    private final int window;
    /** More than one when two hosts of an agent count side by side. */
    private final Map<Key, List<Command>> issued = new HashMap<>();

    private final Map<Key, Effect> effects = new HashMap<>();
    /** The revisions that answers to agents named that have been unregistered since. */
    private final Map<Key, Set<Long>> ofThePast = new HashMap<>();

    private final Map<Principal, Integer> effectsOf = new HashMap<>();
    /** What was ever true, as text: the facts that a refusal may name. */
    private final Set<Object> facts = new HashSet<>();

    private @Nullable Key current;
    private long revision;

    private record Wish(Principal who, Command command) {}

    private record Told(long number, Wish wish) {}

    private final Set<Told> told = new HashSet<>();
    private final Map<Wish, Integer> wanted = new HashMap<>();
    private final Map<Wish, Integer> happened = new HashMap<>();
    /** Like those that happened, but whatever became of the agent, and less those that it was told of. */
    private final Map<Wish, Integer> untold = new HashMap<>();

    /** @param window commands of one operator whose answers are remembered */
    AnswerModel(Findings findings, int window) {
        this.findings = findings;
        this.window = window;
    }

    /** An agent wants this, once more perhaps; how it asks for it is its host's affair. */
    void wanted(AgentId agent, Command command) {
        wanted.merge(new Wish(Principal.agent(agent), command), 1, Integer::sum);
    }

    /**
     * An agent takes what it wants for done; each thing that happened is the answer to one wish. Two hosts that wanted
     * the same under the same number share it, for nobody can tell them apart.
     */
    void believed(AgentId agent, long number, Command command) {
        Wish wish = new Wish(Principal.agent(agent), command);
        if (!hasAlwaysAnEffect(command) || !told.add(new Told(number, wish))) return;
        findings.require(
                untold.merge(wish, -1, Integer::sum) >= 0,
                "an agent is told that its own command was accepted",
                agent,
                command);
    }

    /** A client sends this for the first time. */
    void issued(Principal who, CommandId id, Command command) {
        List<Command> commands = issued.computeIfAbsent(new Key(who, id), key -> new ArrayList<>(1));
        if (!commands.contains(command)) commands.add(command);
    }

    /** The commands that an event may have been asked for with; none for the hub's own. */
    List<Command> commandsOf(Recorded recorded) {
        return commandsOf(new Key(recorded.by(), recorded.command()));
    }

    private List<Command> commandsOf(Key key) {
        return issued.getOrDefault(key, List.of());
    }

    boolean isFirstOfCommand(Recorded recorded) {
        return recorded.by() instanceof Principal.Hub || !new Key(recorded.by(), recorded.command()).equals(current);
    }

    void record(Recorded recorded, long commit) {
        revision = recorded.revision();
        remember(recorded.event());
        if (recorded.by() instanceof Principal.Hub) {
            current = null;
            return;
        }
        Key key = new Key(recorded.by(), recorded.command());
        if (key.equals(current)) {
            Effect effect = effects.get(key);
            if (effect != null) effect.last = recorded.revision();
        } else {
            begins(key, recorded, commit);
        }
        if (recorded.event() instanceof AgentUnregistered gone) forget(gone.agent(), key);
    }

    private void begins(Key key, Recorded recorded, long commit) {
        current = key;
        List<Command> commands = commandsOf(key);
        findings.require(!commands.isEmpty(), "whatever happens was asked for", recorded);
        Effect before = effects.get(key);
        findings.require(before == null, "a command has one effect", recorded, before == null ? 0 : before.commit);
        findings.require(
                commands.stream().anyMatch(command -> fits(command, recorded.event())),
                "the effect is what was asked for",
                recorded,
                commands);
        effects.put(key, new Effect(commit, recorded));
        if (key.who() instanceof Principal.Agent) {
            happens(key.who(), commands, recorded);
        } else {
            int count = effectsOf.merge(key.who(), 1, Integer::sum);
            // Beyond the window a repeated command of an operator is a new one; no client of ours repeats that late.
            findings.require(count < window, "the simulation keeps within the window of commands", count);
        }
    }

    private void happens(Principal agent, List<Command> commands, Recorded recorded) {
        // Two hosts of an agent may have asked for two things under one number: it was one of those that fit.
        for (Command command : commands)
            if (fits(command, recorded.event())) untold.merge(new Wish(agent, command), 1, Integer::sum);
        if (commands.size() != 1) return;
        Wish wish = new Wish(agent, commands.getFirst());
        findings.require(
                happened.merge(wish, 1, Integer::sum) <= wanted.getOrDefault(wish, 0),
                "what an agent wants once happens once",
                recorded);
    }

    /** Who was unregistered counts its commands anew when it comes again. */
    private void forget(AgentId agent, Key last) {
        Principal who = Principal.agent(agent);
        happened.keySet().removeIf(wish -> wish.who().equals(who));
        effects.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().who().equals(who) && !entry.getKey().equals(last);
            if (gone)
                ofThePast
                        .computeIfAbsent(entry.getKey(), key -> new HashSet<>())
                        .add(entry.getValue().last);
            return gone;
        });
    }

    /** The hub says this to whoever has asked; the revision is the last one that is durable. */
    void answered(Principal who, CommandId id, Reply reply, boolean mayBeUnknown, boolean registered) {
        switch (reply) {
            case Reply.Accepted accepted -> accepted(new Key(who, id), accepted, registered);
            case Reply.Rejected rejected -> refused(new Key(who, id), rejected.rejection());
            case Reply.Undetermined unknown ->
                findings.require(mayBeUnknown, "without trouble every outcome is known", who, id, unknown);
        }
    }

    private void accepted(Key key, Reply.Accepted reply, boolean registered) {
        findings.require(
                reply.revision() <= revision,
                "what is accepted is durable before it is answered",
                key,
                reply,
                revision);
        // The same commit may let an agent go and take it in again, and then answer what it has asked before.
        if (ofThePast.getOrDefault(key, Set.of()).contains(reply.revision())) return;
        Effect effect = effects.get(key);
        if (effect != null) {
            // A command that changes nothing is not remembered: its repetition may find something to do.
            boolean earlier = reply.revision() < effect.firstRevision && !hasAlwaysAnEffect(key);
            findings.require(
                    effect.last == reply.revision() || earlier, "one command has one answer", key, reply, effect.last);
            if (earlier) return;
            if (effect.first instanceof GateOpened gate)
                findings.require(
                        reply.subject().equals(gate.gate().toString()), "an answer names what was made", key, reply);
            if (effect.first instanceof ConsultationOpened asked)
                findings.require(
                        reply.subject().equals(asked.consultation().toString()),
                        "an answer names what was made",
                        key,
                        reply);
        } else if (registered) {
            findings.require(!hasAlwaysAnEffect(key), "what is accepted has its effect in the journal", key, reply);
        }
    }

    /** A refusal must rest on what is durable: on a neighbour in a batch that was lost it would be wrong. */
    private void refused(Key key, Rejection rejection) {
        Object fact = switch (rejection) {
            case Rejection.DuplicateTask r -> namesTwice(key, r.task()) ? "" : r.task();
            case Rejection.DuplicateAgent r -> r.agent();
            case Rejection.GateClosed r -> Closed.of(r.gate());
            case Rejection.ConsultationClosed r -> Closed.of(r.consultation());
            case Rejection.AgentEnded r -> Closed.of(r.agent());
            case Rejection.TaskFinished r -> Closed.of(r.task());
            default -> "";
        };
        findings.require(fact.equals("") || facts.contains(fact), "a refusal rests on what is durable", key, rejection);
        findings.require(
                !(rejection instanceof Rejection.BadValue bad && bad.sentence().contains("failed to decide")),
                "the hub can decide whatever it is asked",
                key,
                commandsOf(key));
        findings.require(
                !(rejection instanceof Rejection.CommandReused)
                        || commandsOf(key).size() > 1,
                "nobody uses a command id for something else",
                key);
    }

    private boolean namesTwice(Key key, TaskId task) {
        return commandsOf(key).stream()
                .anyMatch(command -> command instanceof EnqueueTasks c
                        && c.tasks().stream()
                                        .filter(spec -> spec.id().equals(task))
                                        .count()
                                > 1);
    }

    private record Closed(Object what) {
        static Closed of(Object what) {
            return new Closed(what);
        }
    }

    private void remember(Event event) {
        switch (event) {
            case TaskEnqueued e -> facts.add(e.task().id());
            case AgentRegistered e -> facts.add(e.agent().id());
            case GateResolved e -> facts.add(Closed.of(e.gate()));
            case GateExpired e -> facts.add(Closed.of(e.gate()));
            case GateCanceled e -> facts.add(Closed.of(e.gate()));
            case ConsultationAnswered e -> facts.add(Closed.of(e.consultation()));
            case ConsultationExpired e -> facts.add(Closed.of(e.consultation()));
            case ConsultationFailed e -> facts.add(Closed.of(e.consultation()));
            case AgentStopped e -> facts.add(Closed.of(e.agent()));
            case TaskCompleted e -> facts.add(Closed.of(e.task()));
            case TaskFailed e -> facts.add(Closed.of(e.task()));
            case TaskCanceled e -> facts.add(Closed.of(e.task()));
            case Event other -> {}
        }
    }

    /** Whether the first event of a command is one that it can have, with the content that was given. */
    private static boolean fits(Command command, Event event) {
        return switch (command) {
            case SendMessage c ->
                event instanceof MessageRouted e
                        && e.to().equals(c.to())
                        && e.payload().equals(c.payload())
                        && e.messageType().equals(c.messageType());
            case RegisterAgent c ->
                event instanceof AgentRegistered e && e.agent().equals(c.agent());
            case EnqueueTasks c ->
                event instanceof TaskEnqueued e && e.task().equals(c.tasks().getFirst());
            case AssignTask c ->
                event instanceof TaskAssigned e
                        && e.task().equals(c.task())
                        && e.agent().equals(c.agent());
            case CancelTask c -> event instanceof TaskCanceled e && e.task().equals(c.task());
            case RetryTask c -> event instanceof TaskRetried e && e.task().equals(c.task());
            case ReprioritizeTask c ->
                event instanceof TaskReprioritized e && e.priority().equals(c.priority());
            case ResolveGate c ->
                event instanceof GateResolved e && e.gate().equals(c.gate()) && e.decision() == c.decision();
            case StartTask c -> event instanceof TaskStarted e && e.task().equals(c.task()) && e.epoch() == c.epoch();
            case ReportProgress c ->
                event instanceof TaskProgressed e && e.task().equals(c.task()) && e.percent() == c.percent();
            case CompleteTask c ->
                switch (event) {
                    case TaskVerificationRequested e -> e.task().equals(c.task()) && e.epoch() == c.epoch();
                    case TaskCompleted e -> e.task().equals(c.task()) && e.epoch() == c.epoch();
                    case Event other -> false;
                };
            case FailTask c ->
                event instanceof TaskAttemptFailed e && e.task().equals(c.task()) && e.epoch() == c.epoch();
            case ReleaseTask c ->
                event instanceof TaskReleased e && e.task().equals(c.task()) && e.epoch() == c.epoch();
            case Acknowledge c -> event instanceof LettersAcknowledged e && e.upTo() == c.upTo();
            case ConsultSpecialist c ->
                event instanceof ConsultationOpened e && e.question().equals(c.question());
            case AnswerConsultation c ->
                event instanceof ConsultationAnswered e && e.consultation().equals(c.consultation());
            case DeclineConsultation c ->
                event instanceof ConsultationFailed e && e.consultation().equals(c.consultation());
            case RecordUsage c -> event instanceof UsageRecorded e && e.usage().equals(c.usage());
            case CreateProject c -> event instanceof ProjectCreated;
            // What these come to depends on the state; the other models judge it.
            case UpdateProject c -> true;
            case UnregisterAgent c -> true;
            case PauseAgent c -> true;
            case ResumeAgent c -> true;
            case StopAgent c -> true;
            case EscalateToHuman c -> true;
            case ClaimTask c -> true;
            case HubCommand c -> false;
        };
    }

    private boolean hasAlwaysAnEffect(Key key) {
        List<Command> commands = commandsOf(key);
        return !commands.isEmpty() && commands.stream().allMatch(AnswerModel::hasAlwaysAnEffect);
    }

    private static boolean hasAlwaysAnEffect(Command command) {
        return switch (command) {
            case RegisterAgent c -> true;
            case EnqueueTasks c -> true;
            case AssignTask c -> true;
            case CancelTask c -> true;
            case RetryTask c -> true;
            case SendMessage c -> true;
            case ResolveGate c -> true;
            case ReportProgress c -> true;
            case CompleteTask c -> true;
            case FailTask c -> true;
            case ReleaseTask c -> true;
            case ConsultSpecialist c -> true;
            case AnswerConsultation c -> true;
            case DeclineConsultation c -> true;
            case RecordUsage c -> true;
            case Command other -> false;
        };
    }
}
