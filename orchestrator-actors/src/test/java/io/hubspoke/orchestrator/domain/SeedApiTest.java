// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.QA_ENGINEER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The API that this project grew from, row by row: each of its calls has its command or query here. */
class SeedApiTest {
    private final Scenario project =
            Scenario.manual().agent("dev", BACKEND_DEVELOPER).agent("sec", SECURITY_EXPERT);

    @Test
    void register_agent() {
        AgentSpec qa = new AgentSpec(id("qa"), QA_ENGINEER, "command");
        project.when(ALICE, new RegisterAgent(qa)).then(new Event.AgentRegistered(qa));
    }

    @Test
    void unregister_agent() {
        project.when(ALICE, new UnregisterAgent(id("dev"), "bye")).then(new Event.AgentUnregistered(id("dev"), "bye"));
        assertThat(project.view(new Query.Agent(id("dev")), View.Absent.class).sentence())
                .isEqualTo("agent dev is not registered");
    }

    @Test
    void get_agent() {
        View.Agent dev = project.view(new Query.Agent(id("dev")), View.Agent.class);
        assertThat(dev.spec().type()).isEqualTo(BACKEND_DEVELOPER);
        assertThat(dev.status()).isEqualTo(AgentStatus.IDLE);
        assertThat(dev.attached()).isTrue();
    }

    @Test
    void get_agents_by_type() {
        project.agent("another", BACKEND_DEVELOPER);
        assertThat(project.view(new Query.Agents(Optional.of(BACKEND_DEVELOPER)), View.Agents.class)
                        .agents())
                .extracting(View.Agent::id)
                .containsExactly(id("dev"), id("another"));
        assertThat(project.view(new Query.Agents(Optional.empty()), View.Agents.class)
                        .agents())
                .hasSize(3);
        assertThat(project.view(new Query.Agents(Optional.of(QA_ENGINEER)), View.Agents.class)
                        .agents())
                .isEmpty();
    }

    @Test
    void enqueue_task() {
        project.when(ALICE, EnqueueTasks.one(task("t", BACKEND_DEVELOPER)));
        assertThat(project.only(Event.TaskEnqueued.class).task().id()).isEqualTo(TaskId.of("t"));
        assertThat(project.view(new Query.Task(TaskId.of("t")), View.Task.class).status())
                .isEqualTo(TaskStatus.READY);
    }

    @Test
    void dequeue_task() {
        project.tasks(
                task("low", BACKEND_DEVELOPER), task("high", BACKEND_DEVELOPER).withPriority(new Priority(9)));
        project.when(as("dev"), new ClaimTask());
        assertThat(project.accepted().reply().subject()).isEqualTo("high");
        assertThat(project.view(new Query.Task(TaskId.of("high")), View.Task.class)
                        .agent())
                .contains(id("dev"));
    }

    @Test
    void peek_task() {
        project.tasks(
                task("low", BACKEND_DEVELOPER), task("high", BACKEND_DEVELOPER).withPriority(new Priority(9)));
        ProjectState before = project.state();
        assertThat(project.view(new Query.NextTask(BACKEND_DEVELOPER), View.Task.class)
                        .id())
                .isEqualTo(TaskId.of("high"));
        assertThat(project.state()).isSameAs(before);
        assertThat(project.view(new Query.NextTask(QA_ENGINEER), View.Absent.class)
                        .sentence())
                .contains("no task");
    }

    @Test
    void get_pending_count() {
        project.tasks(task("a", BACKEND_DEVELOPER), task("b", BACKEND_DEVELOPER), task("c", BACKEND_DEVELOPER, "a"));
        assertThat(project.view(new Query.Status(), View.Status.class).tasks())
                .containsExactly(Map.entry(TaskStatus.PENDING, 1), Map.entry(TaskStatus.READY, 2));
    }

    @Test
    void assign_task() {
        project.tasks(task("t", BACKEND_DEVELOPER)).when(ALICE, new AssignTask(TaskId.of("t"), id("dev")));
        assertThat(project.only(Event.TaskAssigned.class).agent()).isEqualTo(id("dev"));
        assertThat(project.lastLetter("dev")).isInstanceOf(Letter.Assignment.class);
    }

    @Test
    void route_message() {
        project.given(as("dev"), new SendMessage(id("sec"), "question", "done?"));
        assertThat(project.letters("sec")).singleElement().satisfies(letter -> {
            assertThat(letter.from()).isEqualTo(as("dev"));
            assertThat(letter.content()).isEqualTo(new Letter.Message("question", "done?", Optional.empty()));
        });
    }

    @Test
    void consult_specialist() {
        project.given(as("dev"), new ConsultSpecialist(SECURITY_EXPERT, "safe?", "code", Duration.ofMinutes(5)))
                .given(as("sec"), new AnswerConsultation(new ConsultationId(1), "yes"));
        assertThat(project.lastLetter("dev"))
                .isEqualTo(new Letter.Answer(new ConsultationId(1), Letter.Outcome.ANSWERED, "yes"));
    }

    @Test
    void escalate_to_human() {
        project.given(as("dev"), new EscalateToHuman(GateQuestion.of("Merge?"), Optional.empty()));
        assertThat(project.accepted().reply().subject()).isEqualTo("g-1");
        assertThat(project.view(new Query.Gates(true), View.Gates.class).gates())
                .extracting(View.Gate::id)
                .containsExactly(new GateId(1));
        assertThat(project.view(new Query.Agent(id("dev")), View.Agent.class).status())
                .isEqualTo(AgentStatus.PAUSED);
        project.given(BOB, new ResolveGate(new GateId(1), Decision.APPROVE, "fine"));
        assertThat(project.view(new Query.Agent(id("dev")), View.Agent.class).status())
                .isEqualTo(AgentStatus.IDLE);
        assertThat(project.view(new Query.Gates(true), View.Gates.class).gates())
                .isEmpty();
        assertThat(project.view(new Query.Gate(new GateId(1)), View.Gate.class).outcome())
                .isPresent();
    }

    @Test
    void update_state() {
        project.given(ALICE, new UpdateProject(Optional.of("building"), Map.of("branch", "main"), Optional.empty()));
        assertThat(project.view(new Query.Project(), View.Project.class).phase())
                .isEqualTo("building");
    }

    @Test
    void get_project_state() {
        project.given(ALICE, new UpdateProject(Optional.empty(), Map.of("branch", "main"), Optional.empty()));
        View.Project view = project.view(new Query.Project(), View.Project.class);
        assertThat(view.metadata()).containsExactly(Map.entry("branch", "main"));
        assertThat(view.createdAt()).isEqualTo(Scenario.START);
        assertThat(view.revision()).isEqualTo(project.state().revision());
        assertThat(Views.answer(Scenario.nothing().state(), new Query.Project()))
                .isInstanceOf(View.Absent.class);
    }

    @Test
    void get_orchestrator_status() {
        project.tasks(task("t", BACKEND_DEVELOPER)).given(as("dev"), new ClaimTask());
        View.Status status = project.view(new Query.Status(), View.Status.class);
        assertThat(status.agents()).containsExactly(Map.entry(AgentStatus.IDLE, 1), Map.entry(AgentStatus.ACTIVE, 1));
        assertThat(status.attached()).isEqualTo(2);
        assertThat(status.letters()).isEqualTo(1);
        assertThat(status.lettersWaiting()).isEqualTo(1);
        assertThat(status.settled()).isFalse();
    }

    @Test
    void agents_cannot_contact_each_other() {
        AgentId recipient = id("sec");
        project.given(as("dev"), new SendMessage(recipient, "note", "hello"));
        assertThat(project.history().getLast().by()).isEqualTo(as("dev"));
        assertThat(project.letters("sec").getLast().revision())
                .as("the event that caused the delivery")
                .isEqualTo(project.history().getLast().revision());
    }
}
