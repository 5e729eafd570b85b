// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static io.hubspoke.protocol.Principal.HUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.Usage;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A journal may hold events that the rules would never have made: each is told by a sentence that says why. */
class EventInvariantsTest {
    private static final TaskId T = TaskId.of("t");
    private static final GateId ASKED = new GateId(1);
    private static final GateId FOR_BOB = new GateId(2);
    private static final GateId CLOSED = new GateId(3);
    private static final ConsultationId Q = new ConsultationId(1);
    private static final AgentId DEV = id("dev");
    private static final Set<Principal> ANYBODY = Set.of(ALICE, BOB, as("dev"), as("sec"), HUB);
    private static final Set<Principal> OPERATORS = Set.of(ALICE, BOB);
    private static final Set<Principal> HUB_ALONE = Set.of(HUB);
    private static final Set<Principal> DEV_ALONE = Set.of(as("dev"));

    /** Dev works on t and has asked sec; gates wait for anybody but Alice, and for Bob; one is closed. */
    private final Scenario project = Scenario.manual()
            .agent("dev", BACKEND_DEVELOPER)
            .agent("sec", SECURITY_EXPERT)
            .tasks(task("t", BACKEND_DEVELOPER))
            .given(as("dev"), new ClaimTask())
            .given(as("dev"), new ConsultSpecialist(SECURITY_EXPERT, "safe?", "", Duration.ofMinutes(5)))
            .given(ALICE, new EscalateToHuman(GateQuestion.of("Which way?"), Optional.empty()))
            .given(
                    as("sec"),
                    new EscalateToHuman(GateQuestion.of("Really?").withApprovers(List.of("bob")), Optional.empty()))
            .given(BOB, new EscalateToHuman(GateQuestion.of("Done?"), Optional.empty()))
            .given(ALICE, new ResolveGate(CLOSED, Decision.APPROVE, ""));

    private static Map<Event, Set<Principal>> whoMayCause() {
        Map<Event, Set<Principal>> rows = new LinkedHashMap<>();
        rows.put(new Event.ProjectCreated(ProjectSettings.DEFAULT, Map.of()), OPERATORS);
        rows.put(new Event.ProjectUpdated(Optional.empty(), Map.of(), Optional.empty()), OPERATORS);
        rows.put(new Event.BudgetRaised(Budget.UNLIMITED), OPERATORS);
        rows.put(new Event.TaskReprioritized(T, new Priority(7)), OPERATORS);
        rows.put(new Event.TaskRetried(T, ""), OPERATORS);
        rows.put(new Event.AgentStopped(DEV, ""), OPERATORS);
        rows.put(new Event.AgentPaused(DEV, Optional.empty(), ""), OPERATORS);
        rows.put(new Event.GateResolved(ASKED, Decision.APPROVE, "", "", "", 0), Set.of(BOB));
        rows.put(new Event.GateResolved(FOR_BOB, Decision.APPROVE, "", "", "", 0), Set.of(BOB));
        rows.put(new Event.GateResolved(CLOSED, Decision.APPROVE, "", "", "", 0), Set.of());
        rows.put(new Event.GateResolved(new GateId(9), Decision.APPROVE, "", "", "", 0), Set.of());

        rows.put(new Event.AgentAttached(DEV, 2), HUB_ALONE);
        rows.put(new Event.AgentDetached(DEV, 1, ""), HUB_ALONE);
        rows.put(new Event.LeaseRenewed(T, 1, Scenario.START), HUB_ALONE);
        rows.put(new Event.LeaseExpired(T, 1, DEV, ""), HUB_ALONE);
        rows.put(new Event.TaskRetryDue(T), HUB_ALONE);
        rows.put(new Event.ConsultationExpired(Q, 0), HUB_ALONE);
        rows.put(new Event.GateReminded(ASKED, Severity.HIGH, Optional.empty()), HUB_ALONE);
        rows.put(new Event.GateExpired(ASKED, 0), HUB_ALONE);
        rows.put(new Event.ForkedFrom(ProjectId.of("origin"), 1, 1, "0".repeat(64), Scenario.START, ALICE), HUB_ALONE);

        rows.put(new Event.TaskStarted(T, 1), DEV_ALONE);
        rows.put(new Event.TaskProgressed(T, 1, 50, ""), DEV_ALONE);
        rows.put(new Event.TaskAttemptFailed(T, 1, DEV, 1, "", true), DEV_ALONE);
        rows.put(new Event.TaskVerificationRequested(T, 1, DEV, TaskResult.EMPTY), DEV_ALONE);
        rows.put(new Event.TaskStarted(T, 2), Set.of());
        rows.put(new Event.TaskStarted(TaskId.of("nowhere"), 1), Set.of());
        rows.put(new Event.TaskCompleted(T, 1, Optional.of(DEV), TaskResult.EMPTY, Optional.empty()), DEV_ALONE);
        rows.put(
                new Event.TaskCompleted(T, 1, Optional.empty(), TaskResult.EMPTY, Optional.empty()),
                Set.of(ALICE, BOB, as("dev"), HUB));

        rows.put(new Event.UsageRecorded(DEV, Optional.empty(), Usage.NONE, ""), DEV_ALONE);
        rows.put(new Event.MessageRouted(as("dev"), id("sec"), "note", "", Optional.empty(), 0), DEV_ALONE);
        rows.put(new Event.MessageRouted(ALICE, id("sec"), "note", "", Optional.empty(), 0), Set.of(ALICE));
        rows.put(new Event.ConsultationOpened(Q, DEV, id("sec"), "", "", 1, Scenario.START, 0), DEV_ALONE);
        rows.put(new Event.DecisionRecalled(CLOSED, DEV, 0), DEV_ALONE);
        rows.put(new Event.LettersAcknowledged(DEV, 1), DEV_ALONE);
        rows.put(opened(ALICE), Set.of(ALICE));
        rows.put(opened(HUB), ANYBODY);
        rows.put(new Event.ConsultationAnswered(Q, "", 0), Set.of(as("sec")));
        rows.put(new Event.ConsultationAnswered(new ConsultationId(9), "", 0), Set.of());

        rows.put(
                new Event.AgentRegistered(new AgentSpec(DEV, BACKEND_DEVELOPER, "test")),
                Set.of(ALICE, BOB, as("dev")));
        rows.put(new Event.AgentUnregistered(DEV, ""), Set.of(ALICE, BOB, as("dev")));
        rows.put(
                new Event.TaskEnqueued(task("new", BACKEND_DEVELOPER), TaskLimits.DEFAULT),
                Set.of(ALICE, BOB, as("dev"), as("sec")));

        rows.put(new Event.AgentPaused(DEV, Optional.of(ASKED), ""), ANYBODY);
        rows.put(new Event.AgentResumed(DEV, Optional.empty()), ANYBODY);
        rows.put(new Event.TaskReady(T), ANYBODY);
        rows.put(new Event.TaskBlocked(T, ASKED), ANYBODY);
        rows.put(new Event.TaskReleased(T, 1, DEV, ""), ANYBODY);
        rows.put(new Event.TaskRetryScheduled(T, 1, Scenario.START), ANYBODY);
        rows.put(new Event.TaskFailed(T, ""), ANYBODY);
        rows.put(new Event.TaskCanceled(T, ""), ANYBODY);
        rows.put(new Event.LettersDeadLettered(DEV, 1, 1, ""), ANYBODY);
        rows.put(new Event.ConsultationFailed(Q, "", 0), ANYBODY);
        rows.put(new Event.GateCanceled(ASKED, ""), ANYBODY);
        return rows;
    }

    private static Event opened(Principal asker) {
        return new Event.GateOpened(
                new GateId(4),
                GateCause.ESCALATION,
                asker,
                Optional.empty(),
                Optional.empty(),
                GateQuestion.of("?"),
                Optional.empty());
    }

    private static Set<Event> events() {
        return whoMayCause().keySet();
    }

    @ParameterizedTest
    @MethodSource("events")
    void each_event_is_caused_by_who_may_cause_it_and_by_nobody_else(Event event) {
        Set<Principal> may = whoMayCause().get(event);
        for (Principal by : ANYBODY) {
            if (may.contains(by)) holds(by, event);
            else
                assertThatThrownBy(() -> holds(by, event))
                        .as("%s by %s", event, by)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith(
                                "revision %d is %s by %s ",
                                revision(), event.getClass().getSimpleName(), by);
        }
    }

    @Test
    void every_event_has_who_may_cause_it_but_an_assignment_which_the_queue_decides() {
        Set<Class<?>> told = events().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(Arrays.asList(Event.class.getPermittedSubclasses()))
                .filteredOn(type -> !told.contains(type))
                .containsExactly(Event.TaskAssigned.class);
    }

    @Test
    void why_somebody_may_not_is_said() {
        broken(ALICE, new Event.TaskStarted(T, 1), "without the lease of epoch 1 of task t");
        broken(ALICE, new Event.GateResolved(ASKED, Decision.APPROVE, "", "", "", 0), "by who had asked");
        broken(
                ALICE,
                new Event.GateResolved(FOR_BOB, Decision.APPROVE, "", "", "", 0),
                "by somebody who is not one of its approvers");
        broken(BOB, new Event.GateResolved(CLOSED, Decision.APPROVE, "", "", "", 0), "after gate g-3 was closed");
        broken(as("dev"), new Event.ConsultationAnswered(Q, "", 0), "by somebody who was not asked");
        broken(BOB, new Event.UsageRecorded(DEV, Optional.empty(), Usage.NONE, ""), "in the name of agent:dev");
    }

    @Test
    void only_the_first_event_of_a_command_has_another_command_before_it() {
        Recorded first = recorded(ALICE, new Event.TaskReady(T));
        assertThat(EventInvariants.firstOfCommand(Optional.empty(), first)).isTrue();
        assertThat(EventInvariants.firstOfCommand(Optional.of(first), first)).isFalse();
        assertThat(EventInvariants.firstOfCommand(Optional.of(first), recorded(BOB, new Event.TaskReady(T))))
                .isTrue();
        Recorded next = new Recorded(9, project.now(), new CommandId("c-2"), ALICE, 0, new Event.TaskReady(T));
        assertThat(EventInvariants.firstOfCommand(Optional.of(first), next)).isTrue();
        Recorded ofHub = new Recorded(9, project.now(), CommandId.HUB, HUB, 0, new Event.TaskReady(T));
        assertThat(EventInvariants.firstOfCommand(Optional.of(ofHub), ofHub)).isTrue();
    }

    // ---- work

    @Test
    void work_goes_to_who_is_free_and_waited_for() {
        queue();
        broken(HUB, assigned("t", "dev", Purpose.WORK), "to agent dev, who is not free");
        broken(HUB, assigned("first", "sec", Purpose.WORK), "to agent sec, who is not free");
        broken(HUB, assigned("first", "third", Purpose.WORK), "to agent third, who is not waited for");
        broken(HUB, assigned("first", "peer", Purpose.VERIFY), "to agent peer, who is not waited for");
        broken(HUB, assigned("t", "peer", Purpose.WORK), "to agent peer, who is not waited for");
        holds(HUB, assigned("first", "peer", Purpose.WORK));
    }

    @Test
    void work_is_given_for_some_time() {
        queue();
        for (Duration time : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            Event event = new Event.TaskAssigned(
                    TaskId.of("first"),
                    id("peer"),
                    1,
                    Purpose.WORK,
                    1,
                    project.now().plus(time),
                    0);
            broken(HUB, event, "for no time");
        }
    }

    @Test
    void only_an_operator_hands_out_work_before_its_turn_and_only_by_asking_for_that() {
        queue();
        Event second = assigned("second", "peer", Purpose.WORK);
        broken(HUB, second, "before task first, whose turn it was");
        broken(as("peer"), second, "before task first, whose turn it was");
        holds(ALICE, second);
        assertThatThrownBy(() -> hold(recorded(ALICE, second), project.state(), false))
                .hasMessageEndingWith("before task first, whose turn it was");
        EventInvariants.hold(
                project.state(), recorded(ALICE, assigned("first", "peer", Purpose.WORK)), project.state(), false);
    }

    @Test
    void nobody_is_given_the_own_work_to_verify_and_passing_it_over_is_in_turn() {
        project.agent("peer", BACKEND_DEVELOPER)
                .tasks(task("own", BACKEND_DEVELOPER).withVerifier(BACKEND_DEVELOPER))
                .given(as("peer"), new ClaimTask())
                .given(as("peer"), new CompleteTask(TaskId.of("own"), 1, TaskResult.EMPTY))
                .tasks(task("next", BACKEND_DEVELOPER));
        broken(HUB, assigned("own", "peer", Purpose.VERIFY), "to agent peer, who is not waited for");
        broken(ALICE, assigned("own", "peer", Purpose.VERIFY), "to agent peer, who is not waited for");
        holds(HUB, assigned("next", "peer", Purpose.WORK));
        project.agent("reader", BACKEND_DEVELOPER);
        broken(HUB, assigned("next", "reader", Purpose.WORK), "before task own, whose turn it was");
        holds(HUB, assigned("own", "reader", Purpose.VERIFY));
    }

    private void queue() {
        project.agent("peer", BACKEND_DEVELOPER)
                .agent("third", SECURITY_EXPERT)
                .tasks(task("first", BACKEND_DEVELOPER), task("second", BACKEND_DEVELOPER));
    }

    private Event assigned(String task, String agent, Purpose purpose) {
        return new Event.TaskAssigned(
                TaskId.of(task), id(agent), 1, purpose, 1, project.now().plusNanos(1), 0);
    }

    // ---- mail

    @Test
    void a_letter_that_an_event_names_is_somebodys() {
        Stream<Map.Entry<Principal, Event>> events = Stream.of(
                Map.entry(ALICE, new Event.MessageRouted(ALICE, id("sec"), "note", "", Optional.empty(), 2)),
                Map.entry(as("dev"), new Event.ConsultationOpened(Q, DEV, id("sec"), "", "", 1, Scenario.START, 2)),
                Map.entry(as("sec"), new Event.ConsultationAnswered(Q, "", 2)),
                Map.entry(HUB, new Event.ConsultationExpired(Q, 2)),
                Map.entry(as("sec"), new Event.ConsultationFailed(Q, "", 2)),
                Map.entry(as("dev"), new Event.DecisionRecalled(CLOSED, DEV, 2)),
                Map.entry(BOB, new Event.GateResolved(FOR_BOB, Decision.APPROVE, "", "", "", 2)),
                Map.entry(HUB, new Event.GateExpired(FOR_BOB, 2)));
        assertThat(events).allSatisfy(each -> broken(each.getKey(), each.getValue(), "whose letter nobody got"));
        queue();
        Event given = new Event.TaskAssigned(
                TaskId.of("first"),
                id("peer"),
                1,
                Purpose.WORK,
                1,
                project.now().plusNanos(1),
                1);
        broken(HUB, given, "whose letter nobody got");
    }

    @Test
    void nobody_gets_a_letter_that_no_event_names() {
        Event silent = new Event.TaskReady(T);
        after(HUB, silent, post("dev", 2, HUB))
                .hasMessageEndingWith("TaskReady by hub with a delivery that it does not name");
        after(ALICE, message(0), post("dev", 2, ALICE)).hasMessageEndingWith("with a delivery that it does not name");
        ProjectState two = project.state().with(post("dev", 2, ALICE).with(DEV, letter(3, revision(), ALICE)));
        assertThatThrownBy(() -> hold(recorded(ALICE, message(2)), two, true))
                .hasMessageEndingWith("with a delivery that it does not name");
        assertThatCode(() -> hold(
                        recorded(HUB, new Event.LettersDeadLettered(DEV, 1, 1, "")),
                        project.state().with(project.state().mailboxes().settled(DEV, 1)),
                        true))
                .doesNotThrowAnyException();
    }

    @Test
    void a_letter_goes_to_who_is_named_with_its_number_event_and_sender() {
        String unlike = "whose letter to agent dev does not name its number, event and sender";
        after(ALICE, message(2), post("sec", 2, ALICE)).hasMessageEndingWith("whose letter agent dev did not get");
        after(ALICE, message(3), post("dev", 2, ALICE)).hasMessageEndingWith("whose letter agent dev did not get");
        after(ALICE, message(2), post("dev", 2, BOB)).hasMessageEndingWith(unlike);
        after(ALICE, message(2), post(DEV, 2, letter(2, 1, ALICE))).hasMessageEndingWith(unlike);
        after(ALICE, message(2), forged(2, letter(3, revision(), ALICE))).hasMessageEndingWith(unlike);
        after(ALICE, message(3), forged(3, letter(3, revision(), ALICE))).hasMessageEndingWith(unlike);
        for (Principal sender : List.of(ALICE, HUB)) {
            ProjectState right = project.state().with(post("dev", 2, sender));
            assertThatCode(() -> hold(recorded(ALICE, message(2)), right, true)).doesNotThrowAnyException();
        }
    }

    private static Event message(long letter) {
        return new Event.MessageRouted(ALICE, DEV, "note", "hello", Optional.empty(), letter);
    }

    private Mailboxes post(String agent, long number, Principal from) {
        return post(id(agent), number, letter(number, revision(), from));
    }

    private Mailboxes post(AgentId agent, long number, Letter letter) {
        Mailboxes mailboxes = project.state().mailboxes();
        assertThat(mailboxes.next(agent)).isEqualTo(number);
        return mailboxes.with(agent, letter);
    }

    /** A letter that stands in dev's mailbox under a number that need not be its own nor the next one. */
    private Mailboxes forged(long number, Letter letter) {
        Mailboxes mailboxes = project.state().mailboxes();
        Mailbox mailbox = mailboxes.get(DEV);
        Mailbox forged =
                new Mailbox(number, mailbox.settled(), mailbox.waiting().plus(number, letter));
        return new Mailboxes(mailboxes.byAgent().plus(DEV, forged), mailboxes.accepted() + 1);
    }

    private static Letter letter(long number, long revision, Principal from) {
        return new Letter(number, revision, from, new Letter.Message("note", "hello", Optional.empty()));
    }

    private AbstractThrowableAssert<?, ?> after(Principal by, Event event, Mailboxes mailboxes) {
        return assertThatThrownBy(
                () -> hold(recorded(by, event), project.state().with(mailboxes), true));
    }

    // ---- words

    private long revision() {
        return project.state().revision() + 1;
    }

    private Recorded recorded(Principal by, Event event) {
        return new Recorded(revision(), project.now(), new CommandId("c-1"), by, 0, event);
    }

    private void hold(Recorded recorded, ProjectState after, boolean firstOfCommand) {
        EventInvariants.hold(project.state(), recorded, after, firstOfCommand);
    }

    private void holds(Principal by, Event event) {
        hold(recorded(by, event), project.state(), true);
    }

    private void broken(Principal by, Event event, String how) {
        assertThatThrownBy(() -> holds(by, event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "revision %d is %s by %s %s",
                        revision(), event.getClass().getSimpleName(), by, how);
    }
}
