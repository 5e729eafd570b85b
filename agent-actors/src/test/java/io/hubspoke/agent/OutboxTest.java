// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final List<String> wire = new ArrayList<>();
    private final List<String> replies = new ArrayList<>();
    private final Outbox outbox = new Outbox((number, command) -> wire.add(number + ":" + payload(command)), 3, 2);

    @Test
    void nothing_is_sent_before_the_hub_has_said_how_far_it_has_seen() {
        submit("a");
        assertThat(wire).isEmpty();
        outbox.attached(7);
        assertThat(wire).containsExactly("8:a");
    }

    @Test
    void commands_are_pipelined_up_to_the_window_and_the_rest_follows_the_answers() {
        outbox.attached(0);
        for (String each : List.of("a", "b", "c", "d")) submit(each);
        assertThat(wire).containsExactly("1:a", "2:b", "3:c");
        accept(2);
        assertThat(wire).containsExactly("1:a", "2:b", "3:c", "4:d");
        assertThat(replies).containsExactly("b accepted");
    }

    @Test
    void what_is_unanswered_is_repeated_in_order_under_its_own_number_after_a_new_attach() {
        outbox.attached(0);
        for (String each : List.of("a", "b", "c")) submit(each);
        accept(2);
        wire.clear();
        outbox.attached(1);
        assertThat(wire).containsExactly("1:a", "3:c");
        submit("d");
        assertThat(wire).containsExactly("1:a", "3:c", "4:d");
    }

    @Test
    void numbers_go_on_above_what_the_hub_has_seen_and_never_go_back() {
        outbox.attached(10);
        submit("a");
        accept(11);
        outbox.attached(3);
        submit("b");
        assertThat(wire).containsExactly("11:a", "12:b");
    }

    @Test
    void an_overloaded_hub_is_asked_again_under_the_same_number_and_order_is_kept() {
        outbox.attached(0);
        submit("a");
        submit("b");
        assertThat(outbox.answered(1, new Reply.Rejected(new Rejection.Overloaded(50))))
                .hasValue(50);
        submit("c");
        assertThat(wire).containsExactly("1:a", "2:b");
        wire.clear();
        outbox.repeatPutOff();
        assertThat(wire).containsExactly("1:a", "3:c");
        assertThat(replies).isEmpty();
        accept(1);
        assertThat(replies).containsExactly("a accepted");
    }

    @Test
    void a_command_that_became_too_old_under_overload_goes_under_a_new_number_only_when_no_copy_can_have_counted() {
        Reply tooOld = new Reply.Rejected(new Rejection.CommandTooOld(io.hubspoke.protocol.CommandId.numbered(1)));
        outbox.attached(0);
        submit("a");
        outbox.answered(1, new Reply.Rejected(new Rejection.Overloaded(50)));
        outbox.repeatPutOff();
        outbox.answered(1, tooOld);
        assertThat(wire).containsExactly("1:a", "1:a", "2:a");
        outbox.attached(0);
        outbox.answered(2, tooOld);
        assertThat(replies).containsExactly("a rejected");
    }

    @Test
    void an_undetermined_reply_is_not_an_answer() {
        outbox.attached(0);
        submit("a");
        assertThat(outbox.answered(1, new Reply.Undetermined("the journal failed", 70)))
                .hasValue(70);
        assertThat(replies).isEmpty();
        assertThat(outbox.isUnanswered()).isTrue();
    }

    @Test
    void a_second_reply_to_the_same_command_is_ignored() {
        outbox.attached(0);
        submit("a");
        accept(1);
        accept(1);
        assertThat(replies).containsExactly("a accepted");
        assertThat(outbox.isUnanswered()).isFalse();
    }

    @Test
    void a_rejection_is_an_answer() {
        outbox.attached(0);
        submit("a");
        outbox.answered(1, new Reply.Rejected(new Rejection.UnknownAgent(AgentId.of("b"))));
        assertThat(replies).containsExactly("a rejected");
    }

    @Test
    void a_number_that_another_host_of_the_agent_has_used_is_given_up_for_a_new_one() {
        outbox.attached(0);
        submit("a");
        submit("b");
        outbox.answered(1, new Reply.Rejected(new Rejection.CommandReused(CommandId.numbered(1))));
        assertThat(replies).isEmpty();
        assertThat(wire).containsExactly("1:a", "2:b", "3:a");
        accept(3);
        assertThat(replies).containsExactly("a accepted");
    }

    @Test
    void too_many_waiting_commands_of_agent_code_are_refused_but_never_those_of_the_host() {
        for (String each : List.of("a", "b", "c"))
            outbox.offer(message(each), reply -> replies.add(each + " " + kind(reply)));
        assertThat(replies).containsExactly("c rejected");
        submit("own");
        assertThat(replies).containsExactly("c rejected");
        outbox.attached(0);
        assertThat(wire).containsExactly("1:a", "2:b", "3:own");
    }

    private void submit(String payload) {
        outbox.submit(message(payload), reply -> replies.add(payload + " " + kind(reply)));
    }

    private void accept(long number) {
        assertThat(outbox.answered(number, new Reply.Accepted(1, ""))).isEmpty();
    }

    private static String kind(Reply reply) {
        return reply.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static AgentCommand message(String payload) {
        return new SendMessage(AgentId.of("other"), "note", payload);
    }

    private static String payload(AgentCommand command) {
        return ((SendMessage) command).payload();
    }
}
