// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.QA_ENGINEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Mailboxes: numbered, bounded, acknowledged cumulatively, and never silent about what was not read. */
class MailTest {
    private final Scenario project = Scenario.project(ProjectSettings.DEFAULT
                    .withDispatch(Dispatch.MANUAL)
                    .withLimits(LimitsOf.DEFAULT.and("mailboxLetters", 4).with("repeats", 3)))
            .agent("dev", BACKEND_DEVELOPER)
            .agent("qa", QA_ENGINEER);

    @Test
    void a_message_becomes_the_next_letter_and_names_its_sender_and_its_event() {
        project.when(as("qa"), new SendMessage(id("dev"), "note", "hello", Optional.of("c7")))
                .then(new Event.MessageRouted(as("qa"), id("dev"), "note", "hello", Optional.of("c7"), 1));
        assertThat(project.letters("dev"))
                .containsExactly(new Letter(
                        1,
                        project.state().revision(),
                        as("qa"),
                        new Letter.Message("note", "hello", Optional.of("c7"))));
    }

    @Test
    void letters_are_numbered_per_mailbox_without_gaps_in_the_order_of_acceptance() {
        say("dev", "1").say("qa", "x").say("dev", "2").say("dev", "3");
        assertThat(project.letters("dev")).extracting(Letter::number).containsExactly(1L, 2L, 3L);
        assertThat(project.letters("dev"))
                .extracting(each -> ((Letter.Message) each.content()).payload())
                .containsExactly("1", "2", "3");
        assertThat(project.letters("qa")).extracting(Letter::number).containsExactly(1L);
    }

    @Test
    void an_acknowledgement_settles_everything_up_to_it_and_older_ones_change_nothing() {
        say("dev", "1").say("dev", "2").say("dev", "3");
        project.when(as("dev"), new Acknowledge(2)).then(new Event.LettersAcknowledged(id("dev"), 2));
        assertThat(project.letters("dev")).extracting(Letter::number).containsExactly(3L);
        project.when(as("dev"), new Acknowledge(2))
                .thenNothingHappens()
                .when(as("dev"), new Acknowledge(1))
                .thenNothingHappens()
                .when(as("dev"), new Acknowledge(-1))
                .thenNothingHappens();
    }

    @Test
    void what_was_never_sent_cannot_be_acknowledged() {
        say("dev", "1")
                .project
                .when(as("dev"), new Acknowledge(2))
                .thenRefused(new Rejection.AcknowledgedBeyondMailbox(id("dev"), 2, 1));
    }

    @Test
    void a_full_mailbox_refuses_until_something_is_acknowledged() {
        say("dev", "1").say("dev", "2").say("dev", "3").say("dev", "4");
        SendMessage fifth = new SendMessage(id("dev"), "note", "5");
        project.when(ALICE, fifth).thenRefused(new Rejection.MailboxFull(id("dev"), 4));
        project.given(as("dev"), new Acknowledge(1)).when(ALICE, fifth).thenAccepted();
        assertThat(project.letters("dev").getLast().number()).isEqualTo(5);
    }

    @Test
    void dead_letters_leave_the_mailbox_with_a_reason_and_are_not_numbered_again() {
        say("dev", "1").say("dev", "2").say("dev", "3").project.given(as("dev"), new Acknowledge(1));
        project.when(Principal.HUB, new DeadLetter(id("dev"), 2, "too often"))
                .then(new Event.LettersDeadLettered(id("dev"), 2, 2, "too often"));
        say("dev", "4");
        assertThat(project.letters("dev")).extracting(Letter::number).containsExactly(3L, 4L);
    }

    @Test
    void what_is_settled_or_was_never_there_cannot_die() {
        say("dev", "1").project.given(as("dev"), new Acknowledge(1));
        project.when(Principal.HUB, new DeadLetter(id("dev"), 1, "late"))
                .thenNothingHappens()
                .when(Principal.HUB, new DeadLetter(id("dev"), 9, "beyond"))
                .thenNothingHappens()
                .when(Principal.HUB, new DeadLetter(id("nobody"), 1, "who"))
                .thenNothingHappens();
    }

    @Test
    void a_paused_agents_mail_waits_for_it() {
        project.given(ALICE, new PauseAgent(id("dev"), "lunch"));
        say("dev", "1");
        assertThat(project.letters("dev")).hasSize(1);
    }

    @Test
    void nobody_writes_to_an_agent_that_is_unknown_or_stopped() {
        project.when(ALICE, new SendMessage(id("nobody"), "note", "?"))
                .thenRefused(new Rejection.UnknownAgent(id("nobody")));
        project.given(ALICE, new StopAgent(id("dev"), "enough"))
                .when(ALICE, new SendMessage(id("dev"), "note", "?"))
                .thenRefused(new Rejection.AgentEnded(id("dev")));
    }

    @Test
    void unregistering_turns_what_waits_into_dead_letters_and_a_successor_starts_at_one() {
        say("dev", "1")
                .say("dev", "2")
                .project
                .when(ALICE, new UnregisterAgent(id("dev"), "leaves"))
                .then(
                        new Event.LettersDeadLettered(id("dev"), 1, 2, "agent dev was unregistered"),
                        new Event.AgentUnregistered(id("dev"), "leaves"));
        project.agent("dev", BACKEND_DEVELOPER);
        say("dev", "3");
        assertThat(project.letters("dev")).extracting(Letter::number).containsExactly(1L);
    }

    @Test
    void the_same_message_again_and_again_holds_its_sender_at_a_gate() {
        again().again().again();
        assertThat(project.state().gates().open()).isEmpty();
        project.given(as("dev"), new Acknowledge(3));
        again();
        assertThat(project.gate(1).cause()).isEqualTo(GateCause.LOOP);
        assertThat(project.agent("qa").holds()).containsExactly(new GateId(1));
    }

    /** Snapshots keep what a content was reduced to, so the next version must reduce it to the same. */
    @Test
    void a_row_that_a_snapshot_keeps_is_counted_on() {
        Loops kept =
                Loops.of(List.of(new Loops.Streak(new Loops.Pair(id("dev"), id("two")), 451_009_031_178_885_330L, 2)));
        assertThat(kept.sent(id("dev"), id("two"), "note", "hello").length(id("dev"), id("two")))
                .isEqualTo(3);
        assertThat(kept.sent(id("dev"), id("two"), "note", "hallo").length(id("dev"), id("two")))
                .isEqualTo(1);
    }

    @Test
    void another_message_in_between_is_no_loop() {
        again().again()
                .again()
                .say("dev", "from alice")
                .project
                .given(as("dev"), new Acknowledge(4))
                .given(as("qa"), new SendMessage(id("dev"), "note", "something else"));
        again().again();
        assertThat(project.state().gates().open()).isEmpty();
    }

    @Test
    void the_same_length_or_a_neighbouring_type_is_not_the_same_message() {
        for (int i = 0; i < 4; i++) {
            String letter = i % 2 == 0 ? "a" : "b";
            project.given(as("qa"), new SendMessage(id("dev"), "note", letter))
                    .given(as("dev"), new SendMessage(id("qa"), letter, "same"));
        }
        assertThat(project.state().gates().open()).isEmpty();
    }

    @Test
    void who_waits_for_a_persons_answer_may_still_write() {
        project.given(as("qa"), new EscalateToHuman(GateQuestion.of("Ship it?"), Optional.empty()))
                .when(as("qa"), new SendMessage(id("dev"), "note", "I have asked"))
                .thenAccepted();
    }

    @Test
    void approving_one_agents_loop_does_not_excuse_the_one_it_writes_to() {
        SendMessage back = new SendMessage(id("qa"), "note", "same");
        project.given(as("dev"), back).given(as("dev"), back).given(as("dev"), back);
        again().again().again().project.given(as("dev"), new Acknowledge(3));
        again().project.given(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, ""));
        project.given(as("qa"), new Acknowledge(4)).given(as("dev"), back);
        assertThat(project.agent("dev").holds()).containsExactly(new GateId(2));
    }

    @Test
    void what_an_agent_got_before_it_left_is_not_counted_for_its_successor() {
        again().again().again().project.given(ALICE, new UnregisterAgent(id("dev"), ""));
        project.agent("dev", BACKEND_DEVELOPER);
        again();
        assertThat(project.state().gates().open()).isEmpty();
    }

    @Test
    void what_others_repeat_is_counted_on_when_an_agent_leaves() {
        project.agent("third", QA_ENGINEER);
        again().again().again().project.given(ALICE, new UnregisterAgent(id("third"), ""));
        project.given(as("dev"), new Acknowledge(3));
        again();
        assertThat(project.agent("qa").holds()).containsExactly(new GateId(1));
    }

    @Test
    void a_loop_that_is_rejected_does_not_pause_twice_whom_an_operator_has_paused() {
        again().again().again().project.given(as("dev"), new Acknowledge(3));
        again().project.given(ALICE, new PauseAgent(id("qa"), "lunch"));
        project.when(ALICE, new ResolveGate(new GateId(1), Decision.REJECT, "stop it"))
                .then(
                        new Event.GateResolved(new GateId(1), Decision.REJECT, "", "stop it", "", 1),
                        new Event.AgentResumed(id("qa"), Optional.of(new GateId(1))));
        assertThat(project.agent("qa").paused()).isTrue();
    }

    @Test
    void what_goes_to_another_agent_is_counted_apart() {
        project.agent("third", QA_ENGINEER);
        again().again().again().project.given(as("qa"), new SendMessage(id("third"), "note", "same"));
        assertThat(project.state().gates().open()).isEmpty();
    }

    @Test
    void approving_a_loop_lets_the_sender_go_on_and_rejecting_leaves_it_paused() {
        again().again().again().project.given(as("dev"), new Acknowledge(3));
        again().project.given(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, "fine"));
        assertThat(project.agent("qa").paused()).isFalse();
        project.given(as("dev"), new Acknowledge(4));
        again().again().again().project.given(as("dev"), new Acknowledge(7));
        assertThat(project.state().gates().open()).isEmpty();
        again().project.given(ALICE, new ResolveGate(new GateId(2), Decision.REJECT, "stop it"));
        assertThat(project.agent("qa").pausedByOperator()).isTrue();
    }

    @Test
    void an_operator_may_repeat_himself() {
        for (int i = 1; i <= 9; i++)
            project.given(ALICE, new SendMessage(id("dev"), "note", "same")).given(as("dev"), new Acknowledge(i));
        assertThat(project.state().gates().open()).isEmpty();
    }

    @Test
    void with_zero_repeats_nothing_is_watched() {
        Scenario unwatched = Scenario.project(ProjectSettings.DEFAULT.withLimits(LimitsOf.DEFAULT.with("repeats", 0)))
                .agent("dev", BACKEND_DEVELOPER)
                .agent("qa", QA_ENGINEER);
        for (int i = 0; i < 50; i++) unwatched.given(as("qa"), new SendMessage(id("dev"), "note", "same"));
        assertThat(unwatched.state().gates().open()).isEmpty();
    }

    private MailTest say(String to, String payload) {
        project.given(ALICE, new SendMessage(id(to), "note", payload));
        return this;
    }

    private MailTest again() {
        project.given(as("qa"), new SendMessage(id("dev"), "note", "same"));
        return this;
    }
}
