// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A commit is judged by what its events name and by what that is tied to: nothing of it may be overlooked. */
class TouchedTest {
    private static final TaskId T = TaskId.of("t");
    private static final TaskId U = TaskId.of("u");
    private static final AgentId DEV = id("dev");
    private static final AgentId SEC = id("sec");
    private static final GateId G = new GateId(1);
    private static final ConsultationId Q = new ConsultationId(1);

    /** Dev works on t, has asked sec, and waits for a person to decide about t. */
    private final Scenario project = Scenario.manual()
            .agent("dev", BACKEND_DEVELOPER)
            .agent("sec", SECURITY_EXPERT)
            .tasks(task("t", BACKEND_DEVELOPER), task("u", BACKEND_DEVELOPER))
            .given(as("dev"), new ClaimTask())
            .given(as("dev"), new ConsultSpecialist(SECURITY_EXPERT, "safe?", "", Duration.ofMinutes(5)))
            .given(as("dev"), new EscalateToHuman(GateQuestion.of("Merge?"), Optional.of(T)));

    @Test
    void a_task_under_a_lease_brings_its_agent() {
        touches(new Event.TaskProgressed(T, 1, 50, ""), Set.of(T), Set.of(DEV), Set.of());
        touches(new Event.TaskReady(U), Set.of(U), Set.of(), Set.of());
    }

    @Test
    void an_agent_brings_the_task_it_works_on() {
        touches(new Event.LettersAcknowledged(DEV, 1), Set.of(T), Set.of(DEV), Set.of());
        touches(new Event.LettersAcknowledged(SEC, 1), Set.of(), Set.of(SEC), Set.of());
    }

    @Test
    void a_gate_brings_its_task_and_whom_it_holds() {
        touches(new Event.GateReminded(G, Severity.HIGH, Optional.empty()), Set.of(T), Set.of(DEV), Set.of(G));
        project.given(Scenario.ALICE, new EscalateToHuman(GateQuestion.of("Now?"), Optional.of(U)))
                .given(as("sec"), new EscalateToHuman(GateQuestion.of("Safe?"), Optional.empty()));
        GateId about = new GateId(2);
        GateId holding = new GateId(3);
        touches(new Event.GateCanceled(about, ""), Set.of(U), Set.of(), Set.of(about));
        touches(new Event.GateCanceled(holding, ""), Set.of(), Set.of(SEC), Set.of(holding));
    }

    @Test
    void the_end_of_a_consultation_brings_who_had_asked() {
        Stream.of(
                        new Event.ConsultationAnswered(Q, "", 0),
                        new Event.ConsultationExpired(Q, 0),
                        new Event.ConsultationFailed(Q, "", 0))
                .forEach(end -> touches(end, Set.of(T), Set.of(DEV), Set.of()));
    }

    @Test
    void what_was_tied_together_before_counts_as_much_as_what_is_now() {
        ProjectState before = project.state();
        ProjectState after =
                project.given(Scenario.ALICE, new CancelTask(T, "no")).state();
        Recorded event = recorded(new Event.TaskCanceled(T, "no"));
        assertThat(Touched.by(before, after, List.of(event)).agents()).contains(DEV);
        assertThat(Touched.by(after, before, List.of(event)).agents()).contains(DEV);
        Recorded stopped = recorded(new Event.AgentStopped(DEV, ""));
        assertThat(Touched.by(before, after, List.of(stopped)).tasks()).contains(T);
        assertThat(Touched.by(after, before, List.of(stopped)).tasks()).contains(T);
    }

    private void touches(Event event, Set<TaskId> tasks, Set<AgentId> agents, Set<GateId> gates) {
        assertThat(Touched.by(project.state(), project.state(), List.of(recorded(event))))
                .as("%s", event)
                .isEqualTo(new Touched(tasks, agents, gates));
    }

    private static Recorded recorded(Event event) {
        return new Recorded(1, Scenario.START, CommandId.HUB, Principal.HUB, 0, event);
    }
}
