// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Plans for tests, read with the names of the kinds that are shipped but nothing behind them. */
final class Plans {
    private static final List<String> KINDS =
            List.of("command", "checks", "secret-scan", "junit-report", "human", "picky");

    private Plans() {}

    static PlanReading read(Path folder, String yaml) throws IOException {
        return reader().read(Files.writeString(folder.resolve("plan.yaml"), yaml));
    }

    static PlanReader reader() {
        return new PlanReader(
                Limits.DEFAULT,
                System.getenv("PATH"),
                kind -> KINDS.contains(kind) ? Optional.of(new Named(kind)) : Optional.empty());
    }

    /** The problems with the folder left out of their texts. */
    static List<String> told(PlanReading reading, Path folder) {
        return reading.problems().stream()
                .map(problem -> problem.toString().replace(folder + "/", "").replace(folder.toString(), "FOLDER"))
                .map(line -> line.replace(folder.getParent().toString(), "PARENT"))
                .toList();
    }

    private record Named(String kind) implements AgentProvider {
        @Override
        public List<String> problems(AgentSpec agent) {
            return kind.equals("picky") ? List.of("the setting 'mood' is missing: write good or bad") : List.of();
        }

        @Override
        public Agent create(AgentSpec agent, AgentContext context) {
            return (assignment, hub) -> TaskResult.EMPTY;
        }
    }
}
