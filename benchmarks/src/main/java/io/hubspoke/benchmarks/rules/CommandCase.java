// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks.rules;

import static io.hubspoke.benchmarks.rules.ProjectOfSize.*;

import io.hubspoke.benchmarks.rules.ProjectOfSize.Sized;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Each command that there is, as somebody would send it to a {@link ProjectOfSize}; about another task each time. */
public enum CommandCase {
    CREATE_PROJECT,
    UPDATE_PROJECT,
    REGISTER_AGENT,
    UNREGISTER_AGENT,
    PAUSE_AGENT,
    RESUME_AGENT,
    STOP_AGENT,
    ENQUEUE_TASKS,
    ASSIGN_TASK,
    CANCEL_TASK,
    REPRIORITIZE_TASK,
    RETRY_TASK,
    SEND_MESSAGE,
    ESCALATE_TO_HUMAN,
    RESOLVE_GATE,
    CLAIM_TASK,
    START_TASK,
    REPORT_PROGRESS,
    COMPLETE_TASK,
    FAIL_TASK,
    RELEASE_TASK,
    ACKNOWLEDGE,
    CONSULT_SPECIALIST,
    ANSWER_CONSULTATION,
    DECLINE_CONSULTATION,
    RECORD_USAGE,
    ATTACH_AGENT,
    DETACH_AGENT,
    DEAD_LETTER,
    TICK;

    private static final Principal ALICE = Principal.operator("alice");

    /** Claims and assignments find something to give out only where it is not given out by itself. */
    Dispatch dispatch() {
        return this == ASSIGN_TASK || this == CLAIM_TASK ? Dispatch.MANUAL : Dispatch.AUTOMATIC;
    }

    /** Whether it is accepted without an event: it asks for what is there already. */
    boolean changesNothing() {
        return this == CREATE_PROJECT;
    }

    Request request(Sized project, int number) {
        int worker = number % project.leases();
        AgentId agent = worker(worker);
        TaskId task = project.leased(worker);
        return switch (this) {
            case CREATE_PROJECT -> operator(new CreateProject(settings(project), Map.of()), number);
            case UPDATE_PROJECT ->
                operator(new UpdateProject(Optional.of("phase-" + number), Map.of(), Optional.empty()), number);
            case REGISTER_AGENT ->
                operator(new RegisterAgent(new AgentSpec(AgentId.of("new-" + number), WORKER, "bench")), number);
            case UNREGISTER_AGENT -> operator(new UnregisterAgent(agent, "it is over"), number);
            case PAUSE_AGENT -> operator(new PauseAgent(agent, "wait"), number);
            case RESUME_AGENT -> operator(new ResumeAgent(PAUSED), number);
            case STOP_AGENT -> operator(new StopAgent(agent, "it is over"), number);
            case ENQUEUE_TASKS -> operator(EnqueueTasks.one(added(project, number)), number);
            case ASSIGN_TASK -> operator(new AssignTask(project.spread(6, number), IDLE), number);
            case CANCEL_TASK -> operator(new CancelTask(project.spread(7, number), "not needed"), number);
            case REPRIORITIZE_TASK ->
                operator(new ReprioritizeTask(project.spread(8, number), new Priority(7)), number);
            case RETRY_TASK -> operator(new RetryTask(project.spread(2, number), "again"), number);
            case SEND_MESSAGE -> agent(agent, new SendMessage(EXPERT, "note", "the work goes on " + number), number);
            case ESCALATE_TO_HUMAN ->
                agent(agent, new EscalateToHuman(GateQuestion.of("Merge " + number + "?"), Optional.of(task)), number);
            case RESOLVE_GATE -> operator(new ResolveGate(GATE, Decision.APPROVE, "fine"), number);
            case CLAIM_TASK -> agent(IDLE, new ClaimTask(), number);
            case START_TASK -> agent(agent, new StartTask(task, 1), number);
            case REPORT_PROGRESS -> agent(agent, new ReportProgress(task, 1, 50, "half"), number);
            case COMPLETE_TASK -> agent(agent, new CompleteTask(task, 1, TaskResult.of("done")), number);
            case FAIL_TASK -> agent(agent, new FailTask(task, 1, "it does not work", true), number);
            case RELEASE_TASK -> agent(agent, new ReleaseTask(task, 1, "not now"), number);
            case ACKNOWLEDGE -> agent(agent, new Acknowledge(1), number);
            case CONSULT_SPECIALIST ->
                agent(agent, new ConsultSpecialist(SPECIALIST, "Is it safe?", "", Duration.ofMinutes(5)), number);
            case ANSWER_CONSULTATION -> agent(EXPERT, new AnswerConsultation(CONSULTATION, "yes"), number);
            case DECLINE_CONSULTATION -> agent(EXPERT, new DeclineConsultation(CONSULTATION, "no idea"), number);
            case RECORD_USAGE -> agent(agent, new RecordUsage(new Usage(1, 1, 1), Optional.of(task), ""), number);
            case ATTACH_AGENT -> Request.ofHub(new AttachAgent(AWAY, 1));
            case DETACH_AGENT -> Request.ofHub(new DetachAgent(agent, 1, "its host has ended"));
            case DEAD_LETTER -> Request.ofHub(new DeadLetter(agent, 1, "too often"));
            case TICK -> Request.ofHub(new Tick(List.of()));
        };
    }

    private static ProjectSettings settings(Sized project) {
        return project.state().project().orElseThrow().settings();
    }

    private static TaskSpec added(Sized project, int number) {
        TaskId beside = project.spread(3, number);
        return TaskSpec.of(TaskId.of(beside + "-" + number), WORKER, "Some more work")
                .withNeeds(List.of(beside));
    }

    private static Request operator(OperatorCommand command, int number) {
        return new Request(new CommandId("bench-" + number), ALICE, command, command.hashCode());
    }

    private static Request agent(AgentId agent, AgentCommand command, int number) {
        return new Request(CommandId.numbered(number + 1L), Principal.agent(agent), command, command.hashCode());
    }
}
