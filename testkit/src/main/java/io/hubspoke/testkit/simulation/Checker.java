// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command.AssignTask;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event.AgentDetached;
import io.hubspoke.protocol.Event.BudgetRaised;
import io.hubspoke.protocol.Event.GateOpened;
import io.hubspoke.protocol.Event.LeaseExpired;
import io.hubspoke.protocol.Event.LeaseRenewed;
import io.hubspoke.protocol.Event.ProjectCreated;
import io.hubspoke.protocol.Event.ProjectUpdated;
import io.hubspoke.protocol.Event.TaskAssigned;
import io.hubspoke.protocol.Event.UsageRecorded;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * Judges a history by what is on the disk and by what the world was told, never by what the hub believes. Everything
 * is looked at when it happens. At the end the journal is read.
 */
final class Checker {
    private static final int TAIL = ",\"hash\":\"".length() + 64 + "\"}".length();

    private final Loop loop;
    private final Findings findings;
    private final Predicate<Recorded> taboo;
    private final MessageDigest sha256 = Trace.sha256();
    private final GateModel gates;
    private final AgentModel agents;
    private final WorkModel work;
    private final MailModel mail;
    private final AnswerModel answers;
    private final PulseModel pulses;
    private final DueModel due;

    private long number;
    private byte[] hash = new byte[32];
    private String hexOfHash = HexFormat.of().formatHex(hash);
    private Instant at = Instant.EPOCH;
    private long revision;
    private ProjectState folded;
    private ProjectSettings settings = ProjectSettings.DEFAULT;
    private Budget budget = Budget.UNLIMITED;
    private Usage usage = Usage.NONE;
    private boolean mustAskForMore;

    /** What the hub has been told is stored, and when; from the next instant on it knows. */
    private long reported;

    private long reportedAt;
    /** Everything that was ever stored. */
    private final List<Commit> story = new ArrayList<>();
    /** The state after each of these. */
    private final List<ProjectState> states = new ArrayList<>();
    /** Commits that the hub may not know of yet. */
    private final Deque<Commit> unknown = new ArrayDeque<>();
    /** The mail and the agents as the hub knows them at least. */
    private final MailModel knownMail;

    private final AgentModel knownAgents;
    private final GateModel knownGates;
    private boolean mayBeUnknown;

    /** @param taboo events that must not happen: for tests of what becomes of a failure */
    Checker(Loop loop, Findings findings, ProjectState empty, int window, Predicate<Recorded> taboo) {
        this.taboo = taboo;
        this.loop = loop;
        this.findings = findings;
        folded = empty;
        gates = new GateModel(findings);
        agents = new AgentModel(findings, gates);
        work = new WorkModel(findings, gates, agents);
        mail = new MailModel(findings);
        answers = new AnswerModel(findings, window);
        pulses = new PulseModel(findings);
        due = new DueModel(findings, work, gates, mail);
        knownGates = new GateModel(findings);
        knownAgents = new AgentModel(findings, knownGates);
        knownMail = new MailModel(findings);
    }

    WorkModel work() {
        return work;
    }

    AgentModel agents() {
        return agents;
    }

    GateModel gates() {
        return gates;
    }

    MailModel mail() {
        return mail;
    }

    AnswerModel answers() {
        return answers;
    }

    PulseModel pulses() {
        return pulses;
    }

    DueModel due() {
        return due;
    }

    Predicate<Recorded> taboo() {
        return taboo;
    }

    List<Commit> story() {
        return story;
    }

    long commits() {
        return number;
    }

    ProjectState folded() {
        return folded;
    }

    // ---- the journal

    void stored(List<Commit> commits, List<byte[]> rows) {
        for (int i = 0; i < commits.size() && !findings.broken(); i++) stored(commits.get(i), rows.get(i));
    }

    private void stored(Commit commit, byte[] row) {
        story.add(commit);
        findings.require(commit.number() == number + 1, "commits are numbered without gaps", commit.number(), number);
        chained(commit, row);
        number = commit.number();
        at = commit.at();
        try {
            for (Recorded recorded : commit.events()) record(recorded, commit);
            commandEnded();
            agents.hold();
            work.hold();
            if (settings.dispatch() == Dispatch.AUTOMATIC && !budget.exceededBy(usage)) work.nobodyIsIdleInVain();
        } catch (IllegalStateException impossible) {
            findings.require(false, "every event applies", String.valueOf(impossible.getMessage()));
        }
        states.add(folded);
        unknown.add(commit);
    }

    private void chained(Commit commit, byte[] row) {
        String start = "{\"number\":" + commit.number() + ",\"at\":\"" + commit.at() + "\",\"previous\":\"" + hexOfHash
                + "\",\"firstRevision\":" + (revision + 1) + ",";
        findings.require(stands(start, row, 0), "a row continues the one before", start, commit.row());
        findings.require(!commit.at().isBefore(at), "time in the journal never goes back", commit.at(), at);
        sha256.update(hash);
        sha256.update(row, 0, row.length - TAIL);
        hash = sha256.digest();
        hexOfHash = HexFormat.of().formatHex(hash);
        String end = ",\"hash\":\"" + hexOfHash + "\"}";
        findings.require(stands(end, row, row.length - TAIL), "a row ends with its hash", end, commit.row());
    }

    private static boolean stands(String text, byte[] row, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return at + bytes.length <= row.length && Arrays.equals(bytes, 0, bytes.length, row, at, at + bytes.length);
    }

    private void record(Recorded recorded, Commit commit) {
        findings.require(recorded.revision() == revision + 1, "revisions have no gaps", recorded, revision);
        findings.require(recorded.at().equals(commit.at()), "an event has the time of its commit", recorded);
        revision = recorded.revision();
        findings.require(!taboo.test(recorded), "a taboo is kept", recorded);
        boolean first = answers.isFirstOfCommand(recorded);
        if (first) commandEnded();
        boolean byHand = first
                && recorded.event() instanceof TaskAssigned
                && answers.commandsOf(recorded).stream().anyMatch(AssignTask.class::isInstance);
        answers.record(recorded, commit.number());
        spent(recorded);
        mail.record(recorded);
        gates.record(recorded);
        agents.record(recorded);
        if (recorded.event() instanceof LeaseExpired e) pulses.expired(e, work.task(e.task()), recorded.at());
        if (recorded.event() instanceof LeaseRenewed e) pulses.renewed(e, work.task(e.task()), agents);
        if (recorded.event() instanceof AgentDetached e) pulses.detached(e.agent());
        work.record(recorded, byHand, budget.exceededBy(usage));
        folded = folded.evolve(recorded);
    }

    private void commandEnded() {
        gates.commandEnded(agents.all());
        findings.require(!mustAskForMore, "beyond the budget a person is asked", usage, budget);
        mustAskForMore = false;
    }

    private void spent(Recorded recorded) {
        boolean before = budget.exceededBy(usage);
        switch (recorded.event()) {
            case ProjectCreated e -> {
                settings = e.settings();
                budget = settings.budget();
            }
            case ProjectUpdated e -> budget = e.budget().orElse(budget);
            case BudgetRaised e -> budget = e.budget();
            case UsageRecorded e -> {
                usage = usage.plus(e.usage());
                mustAskForMore = !before && budget.exceededBy(usage);
            }
            case GateOpened e -> {
                if (e.cause() == GateCause.BUDGET) mustAskForMore = false;
            }
            default -> {}
        }
    }

    /** The hub was told that these are stored. */
    void reported(List<Commit> commits) {
        catchUp();
        reported = Math.max(reported, commits.getLast().number());
        reportedAt = loop.nanos();
    }

    /** What was reported at an earlier instant has reached the hub: time stands still until nobody has more to do. */
    private void catchUp() {
        if (reportedAt == loop.nanos()) return;
        while (!unknown.isEmpty() && unknown.peek().number() <= reported) {
            for (Recorded recorded : unknown.remove().events()) {
                knownMail.record(recorded);
                knownGates.record(recorded);
                knownAgents.record(recorded);
            }
        }
    }

    /** A hub saves this, with the state that it has lived to. */
    void saved(Snapshot snapshot) {
        if (!findings.broken()) isReplayed(snapshot, "the live state is the replayed one");
    }

    private void isReplayed(Snapshot snapshot, String promise) {
        int at = (int) snapshot.head().number();
        findings.require(
                at <= states.size() && snapshot.state().equals(states.get(at - 1)), promise, snapshot.head(), number);
    }

    /** From now on the hub may say that an outcome is unknown. */
    void trouble() {
        mayBeUnknown = true;
        due.trouble(loop.nanos());
    }

    // ---- what the world is told

    /** The hub hears this now; nobody else says so. */
    void heard(ToOrchestrator.Heartbeat beat, Instant now) {
        pulses.heard(beat, work, now);
    }

    void answered(Principal who, CommandId id, Reply reply) {
        boolean registered =
                !(who instanceof Principal.Agent agent) || agents.all().containsKey(agent.id());
        answers.answered(who, id, reply, mayBeUnknown, registered);
    }

    /** The hub sends this to the host of an agent. */
    void delivered(AgentId agent, ToAgent.Deliver deliver) {
        if (findings.broken()) return;
        catchUp();
        MailModel.Mailbox mailbox = mail.find(agent);
        MailModel.Mailbox known = knownMail.find(agent);
        if (mailbox == null || known == null || mailbox.opened != known.opened) return;
        boolean held = heldForSure(agent);
        long before = deliver.after();
        for (Letter letter : deliver.letters()) {
            findings.require(letter.number() == before + 1, "letters are delivered in order", agent, deliver);
            before = letter.number();
            findings.require(letter.number() <= mailbox.last, "only durable letters are delivered", agent, letter);
            findings.require(letter.number() > known.settled, "a settled letter is not delivered again", agent, letter);
            Recorded cause = mailbox.letters.get(letter.number());
            if (cause != null)
                findings.require(MailModel.follows(letter, cause), "a letter is what its event says", letter, cause);
            findings.require(
                    !held || letter.content() instanceof Letter.GateClosed,
                    "a paused agent gets no letter but decisions",
                    agent,
                    letter);
        }
    }

    /** Paused as the hub knows, and not resumed by anything that it may know. */
    private boolean heldForSure(AgentId agent) {
        AgentModel.Agent was = knownAgents.all().get(agent);
        AgentModel.Agent is = agents.all().get(agent);
        return was != null
                && is != null
                && was.registered == is.registered
                && was.paused()
                && is.paused()
                && unknown.isEmpty();
    }

    // ---- the end

    /**
     * The rows on the disk say what was watched when it was stored, no more and no less: so they replay to the state
     * that was watched, and to each of the snapshots.
     */
    void ended(List<Commit> read, List<Snapshot> snapshots) {
        if (findings.broken()) return;
        findings.require(read.equals(story), "the journal reads as it was written", read.size(), number);
        for (Snapshot snapshot : snapshots) isReplayed(snapshot, "a snapshot is the state at its commit");
    }
}
