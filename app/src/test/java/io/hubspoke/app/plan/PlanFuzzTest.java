// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hubspoke.agent.AgentProviders;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a plan file is a plan that the hub takes, or problems with their places. */
class PlanFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final PlanReader READER =
            new PlanReader(Limits.DEFAULT, "/usr/bin:/bin", AgentProviders.load()::find);
    private static final int SENTENCE_LENGTH_MAX = 10_000;

    @TempDir
    static Path folder;

    @FuzzTest(maxDuration = "")
    @DictionaryEntries({
        "project: ",
        "agents:",
        "tasks:",
        "limits:",
        "budget:",
        "metadata:",
        "dispatch: ",
        "repository: ",
        "- id: ",
        "type: ",
        "command: ",
        "rules: ",
        "human: ",
        "kind: ",
        "settings:",
        "time-limit: ",
        "output-limit: ",
        "environment:",
        "secrets:",
        "directory: ",
        "stdin: ",
        "title: ",
        "instructions: ",
        "agent-type: ",
        "needs: [",
        "checks: [",
        "verifier: ",
        "gate:",
        "reason: ",
        "options: [",
        "approvers: [",
        "deadline: ",
        "on-expiry: ",
        "severity: ",
        "priority: ",
        "inputs:",
        "on-dependency-failure: ",
        "attempts: ",
        "backoff: ",
        "lease: ",
        "backoff-coefficient: ",
        "backoff-max: ",
        "lease-losses: ",
        "tokens: ",
        "cost: ",
        "command-window: ",
        "&a ",
        "*a",
        "!!int ",
        "!!binary ",
        "<<: ",
        "? ",
        "--- ",
        "\"\\0\"",
        "\"\\uD800\"",
        "PT1H",
        "1e9",
        "0x7f",
        ".inf"
    })
    void any_bytes_are_a_plan_or_problems_with_their_places(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("plan.yaml"), bytes);
        PlanReading reading = READER.read(file);

        assertThat(reading.plan().isPresent()).isEqualTo(reading.errors().isEmpty());
        long lines = Files.size(file) + 1;
        for (PlanProblem problem : reading.problems()) {
            assertThat(problem.line()).as("line").isBetween(1, (int) lines);
            assertThat(problem.column()).as("column").isBetween(1, (int) lines);
            for (String text : List.of(problem.pointer(), problem.sentence())) {
                assertThat(text).hasSizeLessThan(SENTENCE_LENGTH_MAX);
                assertThat(text.chars()).noneMatch(each -> each < ' ');
            }
            assertThat(problem.sentence()).isNotBlank();
        }
        reading.plan().ifPresent(PlanFuzzTest::isTakenByTheHub);
    }

    private static void isTakenByTheHub(Plan plan) {
        List<Command> commands = new ArrayList<>();
        commands.add(new CreateProject(plan.settings(), plan.metadata()));
        plan.agents().forEach(agent -> commands.add(new RegisterAgent(agent)));
        commands.add(new EnqueueTasks(plan.tasks()));
        ProjectState state = ProjectState.empty(plan.project());
        for (int i = 0; i < commands.size(); i++) {
            Request request =
                    new Request(CommandId.numbered(i + 1), Principal.operator("alice"), commands.get(i), i + 1);
            Verdict verdict = Rules.decide(state, request, NOW);
            assertThat(verdict).as(commands.get(i).toString()).isInstanceOf(Verdict.Accepted.class);
            state = ((Verdict.Accepted) verdict).after();
        }
    }
}
