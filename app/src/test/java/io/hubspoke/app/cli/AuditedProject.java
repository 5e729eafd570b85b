// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hubspoke.orchestrator.journal.EventTypes;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.testkit.ProjectScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A short project in a journal of its own, and the questions that one can ask it. */
final class AuditedProject {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal ALICE = Principal.operator("alice");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Path folder;
    private final Journals journal;
    private final List<Recorded> events = story().recorded();

    AuditedProject(Path folder) throws SQLException, IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve(".hubspoke"));
        journal = Journals.at(folder.resolve(".hubspoke/journal.db"), "demo").add(events);
    }

    /** Two builders, one of them paused; a build that fails once, a web site that goes first, and a gate at the end. */
    static ProjectScenario story() {
        TaskSpec build = TaskSpec.of(TaskId.of("build"), AgentType.BACKEND_DEVELOPER, "Build it")
                .withLimits(TaskLimits.DEFAULT.withAttempts(2));
        TaskSpec web = TaskSpec.of(TaskId.of("web"), AgentType.BACKEND_DEVELOPER, "Make the web site")
                .withPriority(new Priority(5));
        TaskSpec ship = TaskSpec.gate(
                        TaskId.of("ship"), GateQuestion.of("Ship it?").withApprovers(List.of("bob")))
                .withNeeds(List.of(TaskId.of("build"), TaskId.of("web")));
        TaskId first = TaskId.of("web");
        TaskId second = TaskId.of("build");
        Principal smith = Principal.agent(new AgentId("smith"));
        return ProjectScenario.automatic("demo")
                .after(SECOND)
                .givenAgent("smith", AgentType.BACKEND_DEVELOPER)
                .givenAgent("jones", AgentType.BACKEND_DEVELOPER)
                .given(ALICE, new PauseAgent(new AgentId("jones"), "on holiday"))
                .after(SECOND)
                .givenTasks(build, web, ship)
                .after(SECOND)
                .given(smith, new StartTask(first, 1))
                .given(smith, new SendMessage(new AgentId("jones"), "note", "hello"))
                .given(smith, new CompleteTask(first, 1, TaskResult.of("the site is there")))
                .after(SECOND)
                .given(smith, new StartTask(second, 1))
                .given(smith, new FailTask(second, 1, "it does not compile", true))
                .after(SECOND.multipliedBy(2))
                .given(Principal.HUB, new Tick(List.of()))
                .after(SECOND)
                .given(smith, new CompleteTask(second, 2, TaskResult.of("built")))
                .after(SECOND)
                .given(
                        Principal.operator("bob"),
                        new ResolveGate(new GateId(1), Decision.APPROVE, "", "well done", ""));
    }

    List<Recorded> events() {
        return events;
    }

    /** What is written later, by another process so to speak. */
    void add(List<Recorded> more) throws SQLException {
        journal.add(more);
    }

    Shell.Said run(String line) {
        return Shell.in(folder).run(line.split(" "));
    }

    JsonNode json(String line) throws IOException {
        Shell.Said said = run(line + " -o json");
        assertThat(said.err()).isEmpty();
        return JSON.readTree(said.out());
    }

    /** The first event of this type about this task. */
    long revision(String type, String task) {
        return events.stream()
                .filter(recorded -> EventTypes.nameOf(recorded.event()).equals(type))
                .filter(recorded -> recorded.event().toString().contains("task=" + task))
                .findFirst()
                .orElseThrow()
                .revision();
    }
}
