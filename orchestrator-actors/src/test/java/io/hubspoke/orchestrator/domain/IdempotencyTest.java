// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.PROJECT;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.request;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same command id has one effect, however often it is sent. */
class IdempotencyTest {
    private static final int WINDOW = 16;
    private static final Command HELLO = new SendMessage(id("dev"), "note", "hello");

    private final Scenario project = Scenario.project(ProjectSettings.DEFAULT
                    .withDispatch(Dispatch.MANUAL)
                    .withLimits(LimitsOf.DEFAULT.and("repeats", 0).with("commandWindow", WINDOW)))
            .agent("dev", AgentType.BACKEND_DEVELOPER);

    @Test
    void the_same_command_with_the_same_id_gets_the_same_answer_and_happens_once() {
        project.when(request(ALICE, new CommandId("x"), HELLO));
        Reply.Accepted first = project.accepted().reply();
        project.given(BOB, HELLO)
                .after(Duration.ofHours(1))
                .when(request(ALICE, new CommandId("x"), HELLO))
                .thenNothingHappens();
        assertThat(project.accepted().reply()).isEqualTo(first);
        assertThat(project.letters("dev")).hasSize(2);
    }

    @Test
    void the_answer_that_is_given_again_names_the_same_thing() {
        project.tasks(task("t", AgentType.BACKEND_DEVELOPER))
                .when(request(as("dev"), CommandId.numbered(1), new ClaimTask()));
        Reply.Accepted first = project.accepted().reply();
        assertThat(first.subject()).isEqualTo("t");
        project.when(request(as("dev"), CommandId.numbered(1), new ClaimTask())).thenNothingHappens();
        assertThat(project.accepted().reply()).isEqualTo(first);
    }

    @Test
    void the_same_id_with_other_content_is_refused() {
        project.when(request(ALICE, new CommandId("x"), HELLO))
                .thenAccepted()
                .when(request(ALICE, new CommandId("x"), new SendMessage(id("dev"), "note", "bye")))
                .thenRefused(new Rejection.CommandReused(new CommandId("x")));
        assertThat(project.letters("dev")).hasSize(1);
    }

    @Test
    void two_principals_may_use_the_same_id() {
        project.when(request(ALICE, new CommandId("x"), HELLO))
                .thenAccepted()
                .when(request(BOB, new CommandId("x"), HELLO))
                .thenAccepted();
        assertThat(project.letters("dev")).hasSize(2);
    }

    @Test
    void a_refused_command_leaves_no_trace_so_its_id_may_be_used_again() {
        Command toNobody = new SendMessage(id("qa"), "note", "hello");
        project.when(request(ALICE, new CommandId("x"), toNobody)).thenRefused(new Rejection.UnknownAgent(id("qa")));
        project.agent("qa", AgentType.QA_ENGINEER)
                .when(request(ALICE, new CommandId("x"), toNobody))
                .thenAccepted();
        assertThat(project.letters("qa")).hasSize(1);
    }

    @Test
    void an_operators_window_keeps_the_last_commands_and_forgets_the_one_before() {
        for (int i = 0; i <= WINDOW; i++)
            project.when(request(BOB, new CommandId("b" + i), HELLO)).thenAccepted();
        Command other = new SendMessage(id("dev"), "note", "other");
        project.when(request(BOB, new CommandId("b1"), other))
                .thenRefused(new Rejection.CommandReused(new CommandId("b1")));
        project.when(request(BOB, new CommandId("b0"), other)).thenAccepted();
    }

    @Test
    void an_agents_command_that_has_left_the_window_is_too_old() {
        for (int i = 1; i <= WINDOW; i++) message(i);
        project.when(request(as("dev"), CommandId.numbered(1), HELLO)).thenNothingHappens();
        message(WINDOW + 1);
        project.when(request(as("dev"), CommandId.numbered(1), HELLO))
                .thenRefused(new Rejection.CommandTooOld(CommandId.numbered(1)));
        project.when(request(as("dev"), CommandId.numbered(2), HELLO)).thenNothingHappens();
    }

    /** A rejection, an overload or a command without effect leaves a gap: what comes late is not «too old» for that. */
    @Test
    void a_lower_number_that_was_never_remembered_is_decided_and_not_too_old() {
        message(2);
        message(4);
        project.when(request(as("dev"), CommandId.numbered(1), HELLO)).thenAccepted();
        project.when(request(as("dev"), CommandId.numbered(3), HELLO)).thenAccepted();
        assertThat(project.letters("dev")).hasSize(4);
    }

    @Test
    void the_highest_number_of_an_agent_is_known_for_the_next_incarnation() {
        message(7);
        assertThat(project.state().commands().highest(as("dev"))).isEqualTo(7);
        assertThat(project.state().commands().highest(as("nobody"))).isZero();
    }

    @Test
    void the_hubs_own_commands_are_not_remembered() {
        project.given(Principal.HUB, new DetachAgent(id("dev"), 1, "gone"))
                .given(Principal.HUB, new AttachAgent(id("dev"), 2));
        assertThat(project.state().commands().byPrincipal()).doesNotContainKey(Principal.HUB);
    }

    @Test
    void creating_the_same_project_again_is_accepted_and_changes_nothing() {
        Scenario fresh = Scenario.automatic();
        fresh.when(BOB, new CreateProject(ProjectSettings.DEFAULT, Map.of())).thenNothingHappens();
        fresh.when(BOB, new CreateProject(ProjectSettings.DEFAULT, Map.of("a", "b")))
                .thenRefused(new Rejection.ProjectExists(PROJECT));
        fresh.when(BOB, new CreateProject(ProjectSettings.DEFAULT.withDispatch(Dispatch.MANUAL), Map.of()))
                .thenRefused(new Rejection.ProjectExists(PROJECT));
    }

    @Test
    void the_window_is_what_the_limits_say() {
        assertThat(Limits.DEFAULT.commandWindow()).isEqualTo(256);
        for (int i = 1; i <= 3 * WINDOW; i++) message(i);
        assertThat(project.state()
                        .commands()
                        .byPrincipal()
                        .get(as("dev"))
                        .inOrder()
                        .size())
                .isEqualTo(WINDOW);
    }

    @Test
    void what_has_left_an_operators_window_takes_no_memory() {
        for (int i = 1; i <= 3 * WINDOW; i++) project.given(BOB, HELLO);
        Commands.Window window = project.state().commands().byPrincipal().get(BOB);
        assertThat(window.inOrder().size()).isEqualTo(WINDOW);
        assertThat(window.places()).hasSize(WINDOW);
    }

    private void message(int number) {
        project.when(request(as("dev"), CommandId.numbered(number), HELLO)).thenAccepted();
    }
}
