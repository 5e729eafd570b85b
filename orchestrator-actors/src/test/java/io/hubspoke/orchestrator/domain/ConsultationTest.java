// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.ARCHITECT;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Questions from agent to agent, always through the hub. */
class ConsultationTest {
    private static final ConsultationId FIRST = new ConsultationId(1);

    private final Scenario project = Scenario.project(ProjectSettings.DEFAULT
                    .withDispatch(Dispatch.MANUAL)
                    .withLimits(LimitsOf.DEFAULT
                            .and("consultationsPerAgent", 2)
                            .and("consultations", 3)
                            .with("consultationDepth", 2)))
            .agent("dev", BACKEND_DEVELOPER)
            .agent("sec", SECURITY_EXPERT);

    @Test
    void a_question_goes_to_a_specialist_and_the_answer_comes_back() {
        project.when(as("dev"), ask(SECURITY_EXPERT))
                .then(new Event.ConsultationOpened(
                        FIRST,
                        id("dev"),
                        id("sec"),
                        "safe?",
                        "code",
                        1,
                        project.now().plusSeconds(60),
                        1));
        assertThat(project.accepted().reply().subject()).isEqualTo("c-1");
        assertThat(project.lastLetter("sec")).isEqualTo(new Letter.Question(FIRST, id("dev"), "safe?", "code"));
        project.when(as("sec"), new AnswerConsultation(FIRST, "yes"))
                .then(new Event.ConsultationAnswered(FIRST, "yes", 1));
        assertThat(project.lastLetter("dev")).isEqualTo(new Letter.Answer(FIRST, Letter.Outcome.ANSWERED, "yes"));
    }

    @Test
    void the_choice_is_idle_before_active_then_by_registration() {
        project.agent("sec2", SECURITY_EXPERT).agent("sec3", SECURITY_EXPERT);
        assertThat(asked()).isEqualTo("sec");
        project.tasks(task("t", SECURITY_EXPERT)).given(ALICE, new AssignTask(TaskId.of("t"), id("sec")));
        assertThat(asked()).isEqualTo("sec2");
    }

    @Test
    void an_active_specialist_is_asked_when_there_is_no_idle_one() {
        project.tasks(task("t", SECURITY_EXPERT)).given(as("sec"), new ClaimTask());
        assertThat(asked()).isEqualTo("sec");
    }

    @Test
    void nobody_is_asked_who_is_paused_or_detached_or_stopped_or_the_asker() {
        Rejection nobody = new Rejection.NoSpecialist(SECURITY_EXPERT);
        project.when(as("sec"), ask(SECURITY_EXPERT)).thenRefused(nobody);
        project.given(ALICE, new PauseAgent(id("sec"), "lunch"))
                .when(as("dev"), ask(SECURITY_EXPERT))
                .thenRefused(nobody);
        project.given(ALICE, new ResumeAgent(id("sec")))
                .given(Principal.HUB, new DetachAgent(id("sec"), 1, "gone"))
                .when(as("dev"), ask(SECURITY_EXPERT))
                .thenRefused(nobody);
        project.given(ALICE, new StopAgent(id("sec"), "x"))
                .when(as("dev"), ask(SECURITY_EXPERT))
                .thenRefused(nobody);
    }

    @Test
    void a_question_that_nobody_answers_in_time_expires_and_the_asker_is_told() {
        project.given(as("dev"), ask(SECURITY_EXPERT))
                .after(Duration.ofSeconds(60).minusNanos(1))
                .tick()
                .thenNothingHappens();
        project.after(Duration.ofNanos(1)).tick().then(new Event.ConsultationExpired(FIRST, 1));
        assertThat(project.lastLetter("dev"))
                .isEqualTo(new Letter.Answer(FIRST, Letter.Outcome.EXPIRED, "no answer within the deadline"));
        project.when(as("sec"), new AnswerConsultation(FIRST, "late"))
                .thenRefused(new Rejection.ConsultationClosed(FIRST));
    }

    @Test
    void a_deadline_is_more_than_zero_and_at_most_the_limit() {
        Rejection bad = new Rejection.BadValue("the consultation's deadline", "use more than zero and at most PT1H");
        project.when(as("dev"), ask(Duration.ZERO))
                .thenRefused(bad)
                .when(as("dev"), ask(Duration.ofSeconds(-1)))
                .thenRefused(bad)
                .when(as("dev"), ask(Duration.ofHours(1).plusNanos(1)))
                .thenRefused(bad)
                .when(as("dev"), ask(Duration.ofHours(1)))
                .thenAccepted();
    }

    @Test
    void consultations_within_consultations_end_at_the_depth_limit() {
        project.agent("arch", ARCHITECT).given(as("dev"), ask(SECURITY_EXPERT)).given(as("sec"), ask(ARCHITECT));
        assertThat(project.only(Event.ConsultationOpened.class).depth()).isEqualTo(2);
        project.when(as("arch"), ask(BACKEND_DEVELOPER)).thenRefused(new Rejection.ConsultationTooDeep(2));
        project.given(as("sec"), new AnswerConsultation(FIRST, "yes"))
                .given(as("arch"), new AnswerConsultation(new ConsultationId(2), "yes"))
                .when(as("arch"), ask(BACKEND_DEVELOPER))
                .thenAccepted();
    }

    @Test
    void one_agent_and_the_project_have_a_limit_of_open_questions() {
        project.agent("arch", ARCHITECT)
                .given(as("dev"), ask(SECURITY_EXPERT))
                .given(as("dev"), ask(SECURITY_EXPERT))
                .when(as("dev"), ask(SECURITY_EXPERT))
                .thenRefused(new Rejection.TooManyConsultations(2));
        project.given(as("arch"), ask(SECURITY_EXPERT))
                .when(as("arch"), ask(SECURITY_EXPERT))
                .thenRefused(new Rejection.TooManyConsultations(3));
        project.given(as("sec"), new AnswerConsultation(FIRST, "yes"))
                .when(as("arch"), ask(SECURITY_EXPERT))
                .thenAccepted();
    }

    @Test
    void only_the_one_asked_may_answer_or_decline() {
        project.agent("sec2", SECURITY_EXPERT).given(as("dev"), ask(SECURITY_EXPERT));
        Rejection notAsked = new Rejection.NotTheOneAsked(FIRST, id("sec"));
        project.when(as("sec2"), new AnswerConsultation(FIRST, "me!"))
                .thenRefused(notAsked)
                .when(as("dev"), new DeclineConsultation(FIRST, "never mind"))
                .thenRefused(notAsked);
    }

    @Test
    void a_question_is_closed_once() {
        project.given(as("dev"), ask(SECURITY_EXPERT)).given(as("sec"), new AnswerConsultation(FIRST, "yes"));
        project.when(as("sec"), new AnswerConsultation(FIRST, "no"))
                .thenRefused(new Rejection.ConsultationClosed(FIRST));
        project.when(as("sec"), new AnswerConsultation(new ConsultationId(2), "no"))
                .thenRefused(new Rejection.UnknownConsultation(new ConsultationId(2)));
    }

    @Test
    void a_specialist_that_declines_or_goes_leaves_the_asker_with_a_failure_not_in_the_dark() {
        project.given(as("dev"), ask(SECURITY_EXPERT))
                .when(as("sec"), new DeclineConsultation(FIRST, "not my field"))
                .then(new Event.ConsultationFailed(FIRST, "not my field", 1));
        project.given(as("dev"), ask(SECURITY_EXPERT)).given(ALICE, new StopAgent(id("sec"), "x"));
        assertThat(project.lastLetter("dev"))
                .isEqualTo(new Letter.Answer(new ConsultationId(2), Letter.Outcome.FAILED, "agent sec was stopped"));
    }

    @Test
    void a_question_of_an_asker_that_is_gone_or_was_started_anew_is_closed_without_a_letter() {
        project.given(as("dev"), ask(SECURITY_EXPERT))
                .when(Principal.HUB, new AttachAgent(id("dev"), 2))
                .then(
                        new Event.ConsultationFailed(FIRST, "agent dev was started anew", 0),
                        new Event.AgentAttached(id("dev"), 2));
        project.given(as("dev"), ask(SECURITY_EXPERT)).when(as("dev"), new UnregisterAgent(id("dev"), "bye"));
        assertThat(project.only(Event.ConsultationFailed.class).letter()).isZero();
    }

    @Test
    void a_question_that_a_specialist_had_begun_fails_when_it_is_started_anew_and_one_in_its_mailbox_stays() {
        project.given(as("dev"), ask(SECURITY_EXPERT))
                .given(as("sec"), new Acknowledge(1))
                .given(as("dev"), ask(SECURITY_EXPERT))
                .when(Principal.HUB, new AttachAgent(id("sec"), 2))
                .then(
                        new Event.ConsultationFailed(FIRST, "agent sec was started anew", 1),
                        new Event.AgentAttached(id("sec"), 2));
        project.when(as("sec"), new AnswerConsultation(new ConsultationId(2), "yes"))
                .thenAccepted();
    }

    private String asked() {
        return project.given(as("dev"), ask(SECURITY_EXPERT))
                .only(Event.ConsultationOpened.class)
                .specialist()
                .value();
    }

    private static ConsultSpecialist ask(AgentType type) {
        return new ConsultSpecialist(type, "safe?", "code", Duration.ofSeconds(60));
    }

    private static ConsultSpecialist ask(Duration deadline) {
        return new ConsultSpecialist(SECURITY_EXPERT, "safe?", "code", deadline);
    }
}
