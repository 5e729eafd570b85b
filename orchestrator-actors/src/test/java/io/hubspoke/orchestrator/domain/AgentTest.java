// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Command.AttachAgent;
import io.hubspoke.protocol.Command.DetachAgent;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is there, who is held, and who may ask for what. */
class AgentTest {
    private static final TaskId T = TaskId.of("t");
    private static final AgentSpec NEWCOMER = new AgentSpec(id("new"), BACKEND_DEVELOPER, "test");
    private final Scenario project = Scenario.automatic().agent("dev", BACKEND_DEVELOPER);

    @Test
    void pausing_keeps_the_lease_and_resuming_goes_on() {
        project.tasks(task("t", BACKEND_DEVELOPER));
        project.when(ALICE, new PauseAgent(id("dev"), "lunch"))
                .then(new Event.AgentPaused(id("dev"), Optional.empty(), "lunch"));
        assertThat(project.agent("dev").status()).isEqualTo(AgentStatus.PAUSED);
        assertThat(project.task("t").lease()).isPresent();
        project.when(ALICE, new ResumeAgent(id("dev"))).then(new Event.AgentResumed(id("dev"), Optional.empty()));
        assertThat(project.agent("dev").status()).isEqualTo(AgentStatus.ACTIVE);
    }

    @Test
    void pausing_or_resuming_twice_changes_nothing() {
        project.when(ALICE, new ResumeAgent(id("dev"))).thenNothingHappens();
        project.given(ALICE, new PauseAgent(id("dev"), "lunch"))
                .when(ALICE, new PauseAgent(id("dev"), "again"))
                .thenNothingHappens();
    }

    @Test
    void stopping_gives_the_work_back_for_good_and_is_no_fault() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .when(ALICE, new StopAgent(id("dev"), "enough"))
                .then(
                        new Event.TaskReleased(T, 1, id("dev"), "agent dev was stopped"),
                        new Event.LettersDeadLettered(id("dev"), 1, 1, "agent dev was stopped"),
                        new Event.AgentStopped(id("dev"), "enough"));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
        assertThat(project.task("t").attempts().losses()).isZero();
        project.when(ALICE, new StopAgent(id("dev"), "again")).thenNothingHappens();
        Rejection ended = new Rejection.AgentEnded(id("dev"));
        project.when(ALICE, new ResumeAgent(id("dev")))
                .thenRefused(ended)
                .when(ALICE, new PauseAgent(id("dev"), ""))
                .thenRefused(ended)
                .when(Principal.HUB, new AttachAgent(id("dev"), 2))
                .thenRefused(ended)
                .when(as("dev"), new Acknowledge(1))
                .thenRefused(ended);
    }

    @Test
    void unregistering_forgets_the_agent_and_frees_its_work_for_another() {
        project.agent("other", BACKEND_DEVELOPER)
                .tasks(task("t", BACKEND_DEVELOPER))
                .given(ALICE, new UnregisterAgent(id("dev"), "bye"));
        assertThat(project.state().agents().find(id("dev"))).isEmpty();
        assertThat(project.task("t").lease()).map(TaskRecord.Lease::agent).contains(id("other"));
        project.when(ALICE, new UnregisterAgent(id("dev"), "bye")).thenRefused(new Rejection.UnknownAgent(id("dev")));
    }

    @Test
    void a_stopped_agent_can_only_be_unregistered_and_its_name_used_again() {
        project.given(ALICE, new StopAgent(id("dev"), ""))
                .when(ALICE, new RegisterAgent(new AgentSpec(id("dev"), BACKEND_DEVELOPER, "test")))
                .thenRefused(new Rejection.DuplicateAgent(id("dev")));
        project.given(ALICE, new UnregisterAgent(id("dev"), "")).agent("dev", BACKEND_DEVELOPER);
        assertThat(project.agent("dev").status()).isEqualTo(AgentStatus.IDLE);
    }

    @Test
    void an_agent_registers_and_unregisters_only_itself() {
        project.when(as("dev"), new RegisterAgent(NEWCOMER))
                .thenRefused(new Rejection.NotPermitted(as("dev"), "registering another agent"));
        project.when(as("new"), new RegisterAgent(NEWCOMER)).then(new Event.AgentRegistered(NEWCOMER));
        project.when(as("new"), new UnregisterAgent(id("dev"), ""))
                .thenRefused(new Rejection.NotPermitted(as("new"), "unregistering another agent"));
        project.when(as("new"), new UnregisterAgent(id("new"), "")).then(new Event.AgentUnregistered(id("new"), ""));
    }

    @Test
    void an_agent_that_unregistered_itself_gets_the_same_answer_when_it_asks_again() {
        Command bye = new UnregisterAgent(id("dev"), "bye");
        project.when(Scenario.request(as("dev"), CommandId.numbered(1), bye));
        Reply.Accepted first = project.accepted().reply();
        project.when(Scenario.request(as("dev"), CommandId.numbered(1), bye)).thenNothingHappens();
        assertThat(project.accepted().reply()).isEqualTo(first);
    }

    @Test
    void who_is_not_registered_may_ask_for_nothing_else() {
        project.when(as("new"), new ClaimTask()).thenRefused(new Rejection.UnknownAgent(id("new")));
    }

    @Test
    void before_the_project_is_created_nothing_can_be_asked() {
        Rejection missing = new Rejection.ProjectMissing(Scenario.PROJECT);
        Scenario.nothing()
                .when(ALICE, new RegisterAgent(NEWCOMER))
                .thenRefused(missing)
                .when(as("new"), new RegisterAgent(NEWCOMER))
                .thenRefused(missing)
                .when(Principal.HUB, new Tick(List.of()))
                .thenRefused(missing);
    }

    @Test
    void a_command_of_a_host_that_was_replaced_while_it_waited_changes_nothing() {
        Principal dev = as("dev");
        Command message = new SendMessage(id("dev"), "note", "from the grave");
        project.given(Principal.HUB, new AttachAgent(id("dev"), 7));
        project.when(new Request(new CommandId("1"), dev, message, 1, 6))
                .thenRefused(new Rejection.StaleIncarnation(id("dev"), 6, 7));
        project.when(new Request(new CommandId("1"), dev, message, 1, 7));
        assertThat(project.verdict()).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void a_host_that_was_given_up_is_not_one_that_was_replaced() {
        project.given(Principal.HUB, new AttachAgent(id("dev"), 7))
                .given(Principal.HUB, new DetachAgent(id("dev"), 7, "silent"));
        project.when(
                new Request(new CommandId("1"), as("dev"), new SendMessage(id("dev"), "note", "still here"), 1, 7));
        assertThat(project.verdict()).isInstanceOf(Verdict.Accepted.class);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void who_cannot_express_a_command_is_refused_whatever_it_says(Command command) {
        String name = command.getClass().getSimpleName();
        for (Principal who : List.of(ALICE, as("dev"), Principal.HUB)) {
            boolean may = switch (who) {
                case Principal.Operator operator -> command instanceof OperatorCommand;
                case Principal.Agent agent -> command instanceof AgentCommand;
                case Principal.Hub hub -> command instanceof HubCommand;
            };
            Verdict verdict = project.when(new Request(new CommandId("1"), who, command, 1))
                    .verdict();
            Verdict refused = new Verdict.Refused(new Rejection.NotPermitted(who, name));
            if (may) assertThat(verdict).isNotEqualTo(refused);
            else assertThat(verdict).isEqualTo(refused);
        }
    }

    static Stream<Command> commands() {
        return CommandSamples.all();
    }

    @Test
    void there_is_a_sample_of_every_command() {
        assertThat(commands().map(Object::getClass)).containsExactlyInAnyOrderElementsOf(CommandSamples.types());
        assertThat(Arrays.stream(Command.class.getPermittedSubclasses())).hasSize(3);
    }
}
